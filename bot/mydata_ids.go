package bot

// Own data.
const (
	CommandRapportMyData = "/rapport my-data"

	PressMyData = "mydata.get"
)
