package blockkit

// Slack's limits. A "character" is counted here as a UTF-16 unit, which is never
// less than the number of runes: Slack does not say which of the two it counts,
// and a text that is within the one is within the other.
// Sources are Slack's Block Kit reference and method pages unless said otherwise.
const (
	// LimitText is the longest text object, in a section or a context.
	LimitText = 3000
	// LimitHeader is the longest header.
	LimitHeader = 150
	// LimitButton is the longest button label and accessibility label.
	LimitButton = 75
	// LimitTitle is the longest title, submit and close label of a modal.
	LimitTitle = 24
	// LimitLabel is the longest label or hint of an input.
	LimitLabel = 2000
	// LimitPlaceholder is the longest placeholder of an input.
	LimitPlaceholder = 150
	// LimitID is the longest block, action, callback and external id.
	LimitID = 255
	// LimitValue is the longest value of a button.
	LimitValue = 2000
	// LimitURL is the longest address of a button or link.
	LimitURL = 3000
	// LimitMetadata is the longest private metadata of a view, in characters.
	LimitMetadata = 3000
	// LimitInput is the longest text that a plain text input can hold.
	LimitInput = 3000

	// LimitOptions is the number of options, or of option groups, in a select.
	LimitOptions = 100
	// LimitOptionText is the longest text of an option and of a group label.
	LimitOptionText = 75
	// LimitOptionValue is the longest value of an option. It was 75 for years
	// and is 150 now.
	LimitOptionValue = 150
	// LimitChoices is the number of radio buttons or checkboxes in one input.
	LimitChoices = 10
	// LimitOverflow is the number of options behind one overflow button.
	LimitOverflow = 5

	// LimitElements is the number of elements in an actions block.
	LimitElements = 25
	// LimitContext is the number of texts in a context block.
	LimitContext = 10
	// LimitMessageBlocks is the number of blocks in a message.
	LimitMessageBlocks = 50
	// LimitViewBlocks is the number of blocks in a modal or a Home tab.
	LimitViewBlocks = 100

	// LimitMessageText is how many characters all texts of one message may have
	// together, tables and charts apart. Slack refuses somewhat more with
	// msg_blocks_too_long; the number is not documented, 12,000 characters with
	// some room for each block was said by its developers and 11,341 in many
	// small blocks were seen refused, hence the distance.
	LimitMessageText = 10000
	// LimitFallback is the longest fallback text that is sent: chat.update
	// accepts 4,000, and a notification shows far less.
	LimitFallback = 1500
	// LimitViewBytes is the size of a view as JSON: Slack says 250 KB, read here
	// as the smaller of the two kilobytes, less what surrounds the blocks.
	LimitViewBytes = 245000
	// LimitAckBytes is the size from which an answer inside an ack is lost
	// without a word: 20 KB for the whole frame.
	LimitAckBytes = 20 * 1024
	// LimitFormError is the longest text shown under an input. Slack documents
	// none; this is three lines of a modal.
	LimitFormError = 300

	// LimitConfirmTitle, LimitConfirmText and LimitConfirmButton are the texts
	// of a confirmation dialog.
	LimitConfirmTitle  = 100
	LimitConfirmText   = 300
	LimitConfirmButton = 30

	// LimitCharts is the number of charts in one message (seen, not documented).
	LimitCharts = 2
	// LimitChartTitle is the longest title and axis label of a chart.
	LimitChartTitle = 50
	// LimitChartName is the longest series name and category of a chart.
	LimitChartName = 20
	// LimitSeries is the number of series in a chart. Slack's newest page says
	// 12, older pages and slack-go say 6.
	LimitSeries = 6
	// LimitPoints is the number of categories in a chart.
	LimitPoints = 20

	// LimitTableRows is the number of rows of a table, its header included.
	// Slack's newest page says 201, older ones 101.
	LimitTableRows = 101
	// LimitTableColumns is the number of columns of a table.
	LimitTableColumns = 20
	// LimitTableText is how many characters all cells of all tables in one
	// message or Home tab may have. Slack's newest page says 20,000, older ones
	// 10,000.
	LimitTableText = 10000
	// LimitTablePage is the number of rows that a table can show at once.
	LimitTablePage = 100
	// LimitCell is where the text of one cell is cut. Slack has no such limit;
	// without one, one long title would push all other rows out of the table.
	LimitCell = 300
)
