package domain

// Money is an amount in the smallest unit of its currency: cents of a euro, yen,
// fils of a dinar.
type Money struct {
	Minor    int64
	Currency Currency
}

// Currency is a code of ISO 4217.
type Currency string
