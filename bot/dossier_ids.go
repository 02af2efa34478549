package bot

// The own file.
const (
	CommandRapportKeep = "/rapport keep"
	CommandRapportFile = "/rapport file"

	ShortcutKeep  = "file.keep_message" // on a message
	PressKeep     = "file.open_keep"
	KeepForm      = "file.keep"
	PressFile     = "file.open"
	FileView      = "file.show"
	PressFilePage = "file.page"
	PressFileEdit = "file.edit"
	PressFileDrop = "file.drop"
	PressFileOut  = "file.leave_out"
	PressFileShow = "file.show_others"
	// PressFileAbout is a menu; its options are what cites, its id, and the
	// expectation or nothing, with colons between.
	PressFileAbout = "file.about"

	FieldKeepWords = "text"
)

// Packets.
const (
	CommandRapportPacket = "/rapport packet"

	PressPacket = "packet.open" // value is whom it is about, or empty
	PacketForm  = "packet.order"

	FieldPacketPerson = "person"
	FieldPacketFrom   = "from"
	FieldPacketTo     = "to"
	FieldPacketFormat = "format"
	FieldPacketReason = "reason"

	PressPacketShow = "packet.show" // value is the packet
	PressPacketPage = "packet.page" // value is the packet, a colon, the page
	PacketView      = "packet.view"
	PressReceipt    = "packet.open_receipt" // value is the packet
	ReceiptView     = "packet.receipt"
)
