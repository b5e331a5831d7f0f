// Printed by `cargo test -p api` from the operations list. Do not edit.

/** Business date, `2018-09-30`. */
export type DateText = string;
/** UTC milliseconds since 1970. */
export type Ms = number;

/** An operation that was refused. */
export type ApiError = { 
/**
 * For machines and text keys. Shell and server have words of their own beside these.
 */
code: string, 
/**
 * For the log.
 */
detail: string, 
/**
 * What rules say, with [`Code::Violations`].
 */
violations: Array<Violation>, };

/** Where the person works. */
export type Area = { code: string, name: string, level: Level, path: Array<string>, };

/** A backup that was made by itself. */
export type AutomaticBackup = { name: string, made_at_ms: number, bytes: number, };

/** How far a backup or a restore has come. */
export type BackupProgress = { step: BackupStep, percent: number, };

/** What is being done. */
export type BackupStep = "copying" | "writing" | "reading";

/** A row that was deleted is to be there again. */
export type BringBack = { id: Id, base: number, };

/** A value of one field: money in fen, dates and lists as text, ids as text. */
export type Cell = number | string | null;

/** How a change stands (`sync.md` §2.6). */
export type ChangeState = "stored" | "handed_on" | "receipted" | "merged" | "returned" | "held" | "quarantined";

/** One offer of a form. */
export type Choice = { code: string, name: string, };

/** Every word that an operation can be refused with. */
export type Code = "malformed" | "unknown_operation" | "other_side" | "not_permitted" | "not_found" | "violations" | "nothing_to_undo" | "built_upon" | "has_members" | "too_large" | "photo_unreadable" | "photo_empty" | "photo_not_a_picture" | "photo_heic" | "photo_drawing" | "photo_broken" | "photo_too_large" | "photo_too_many_pixels" | "retry_later" | "not_ready" | "disk_full" | "no_room" | "unsent" | "another_person" | "stopped" | "print_nothing" | "print_too_long" | "print_missing" | "print_broken" | "print_slow" | "print_stopped" | "print_glyph" | "print_gone" | "no_printer" | "file_not_written" | "file_damaged" | "file_newer" | "file_in_use" | "folder_read_only" | "wrong_passphrase" | "failed";

/** Two values of one record, both kept. */
export type ConflictCard = { id: Id, record: string, record_id: Id, household_id: Id | null, title: string, policy: ConflictPolicy, at_ms: number, standing_by: string, standing_at_ms: number, losing_by: string, losing_at_ms: number, 
/**
 * Written by who asks.
 */
standing_is_mine: boolean, losing_is_mine: boolean, fields: Array<ConflictField>, };

/** A field on which two people differed: what counts now, what was not taken, and what both began from, as far as this file knows it. */
export type ConflictField = { field: string, base: Cell, standing: Cell, losing: Cell, sensitive: boolean, };

/** Conflicts that nobody has settled. */
export type ConflictPage = { rows: Array<ConflictCard>, total: number, };

/** Who won: the county until a person decides, or the newer one. */
export type ConflictPolicy = "keep" | "newest";

/** One of the two values of a conflict, to be seen in full. */
export type ConflictReveal = { id: Id, field: string, side: ConflictSide, };

/** Which of the two values. */
export type ConflictSide = "standing" | "losing";

/** Whom the family may turn to. */
export type Contact = { duty: string, name: string, unit: string, phone: string, };

/** Rows by what became of them. */
export type Counts = { 
/**
 * Not here before.
 */
new: number, 
/**
 * With another value.
 */
updated: number, 
/**
 * As they were.
 */
unchanged: number, };

/** How fresh the county is. */
export type CountyStatus = { villages_today: number, villages_all: number, stalest_name: string, stalest_days: number, last_receipt_at_ms: number | null, };

/** What the calendar says of a day. */
export type DayKind = "work" | "rest" | "shift";

/** One day of a month. */
export type DayRow = { on: string, id: Id | null, version: number, day: string, night: string, day_places: Array<string>, night_place: string, note: string, recorded: boolean, recorded_at_ms: number | null, visits: number, visit_names: Array<string>, festival: string, kind: DayKind, receipt: Receipt | null, };

/** Laptops. */
export type DevicePage = { rows: Array<DeviceRow>, total: number, };

/** A laptop as the county knows it. */
export type DeviceRow = { id: Id, person_name: string, role: string, area_name: string, machine: string, last_seen_at_ms: number | null, pending: number, version: string, state: string, };

/** One distribution with its households, by village and group. */
export type DistributionDetail = { row: DistributionRow, portions: Array<PortionRow>, };

/** What was given out. */
export type DistributionLine = { given_on: string, village: string, item: string, 
/**
 * What a household gets.
 */
each: string, source: string, 
/**
 * Households that received it, of those that get it.
 */
received: string, note: string, };

/** Part of the list. */
export type DistributionPage = { rows: Array<DistributionRow>, total: number, villages: Array<Facet>, };

/** Which distributions the list is to show. */
export type DistributionQuery = { q: string, 
/**
 * Codes.
 */
villages: Array<string>, limit: number, offset: number, };

/** One distribution, with how many households get it and how many received it. */
export type DistributionRow = { id: Id, version: number, division_code: string, division_name: string, given_on: string, item: string, quantity: number | null, quantity_unit: string, source: string, note: string, households: number, received: number, receipt: Receipt, conflict: boolean, };

/** What a form changed of a distribution: its fields, the households it put in, and those it took out. */
export type DistributionSave = { id: Id | null, 
/**
 * The `version` that the form was opened with, 0 for a new one.
 */
base: number, fields: { [key in string]: Typed }, add: Array<Id>, 
/**
 * They lose their portion, unless it was received.
 */
remove: Array<PortionAt>, draft?: DraftKey, };

/** Which change sets came of it; none when nothing had changed. */
export type DistributionSaved = { id: Id, change_sets: Array<string>, };

/** 物资发放. */
export type Distributions = { place: string, filter: string, rows: Array<DistributionLine>, };

/** Text typed and not yet saved; `body` is the form's own JSON. */
export type Draft = { form: string, subject: string, body: string, base: number, changed_at_ms: number, };

/** Which draft. */
export type DraftKey = { form: string, subject: string, };

/** The same, as the form hands it over. */
export type DraftSave = { form: string, subject: string, body: string, base: number, };

/** Nothing to say. */
export type Empty = Record<symbol, never>;

/** Server, one-time code, new passphrase. */
export type EnrolRequest = { server: string, code: string, passphrase: string, };

/** One thing that happened to a family. What the kind has no use for stays empty. */
export type EventSave = { household_id: Id, 
/**
 * Version of the household as the form was opened.
 */
base: number, 
/**
 * A code of `status_event`.
 */
kind: string, happened_on: string, reason: string, evidence: string, 
/**
 * Who is gone.
 */
member_id: Id | null, 
/**
 * Their version as the form was opened.
 */
member_base: number, 
/**
 * Fields of the new person, or of the household that changes or is made.
 */
fields: { [key in string]: Typed }, 
/**
 * Whoever lives in the household from now on and is something else to the head than before.
 */
relations: Array<RelationGiven>, 
/**
 * 分户: who goes.
 */
leaving: Array<RelationGiven>, 
/**
 * 合户: the household that is joined to this one.
 */
other_household_id: Id | null, 
/**
 * Its version as the form showed it.
 */
other_base: number, draft: DraftKey | null, };

/** What happened to the family. */
export type EventView = { event: RecordView, member_name: string, other: Neighbour | null, };

/** (incomes − 生产经营性支出) ÷ people, with all that goes into it. */
export type ExpectedIncome = { 
/**
 * Sums by item, in the order of the list; only those that have a line with a sum.
 */
items: Array<ExpectedItem>, people: number, net_fen: number, 
/**
 * Null without people or without a sum.
 */
per_head_fen: number | null, };

/** What the lines of one item come to. */
export type ExpectedItem = { item: string, fen: number, 
/**
 * It is taken off.
 */
is_cost: boolean, };

/** One value that a list can be filtered by, and how many rows have it. */
export type Facet = { code: string, label: string, count: number, };

/** 报告故障: what helps to find a fault, with no word about a person in it. */
export type Faults = { now_ms: number, 
/**
 * The operating system, by the name it gives itself.
 */
system: string, 
/**
 * How many of each record there are.
 */
rows: Array<FetchedPart>, 
/**
 * What was refused in this run of the program, the newest first.
 */
refused: Array<Refused>, };

/** Rows of one record that are there. */
export type FetchedPart = { record: string, rows: number, };

/** A label and its value. */
export type Field = { label: string, value: string, };

/** What stands on every page. */
export type Foot = { 
/**
 * Print number: form, date, short id.
 */
number: string, 
/**
 * `2018-09-30 21:30`.
 */
printed_at: string, 
/**
 * Who printed it.
 */
printed_by: string, 
/**
 * How much of this is not at the county yet, in words.
 */
unsynced: string, };

/** What is printed. */
export type Form = { "household": HouseholdSheet } | { "notice": Notice } | { "visits": Log } | { "measures": Measures } | { "problems": Problems } | { "roster": Roster } | { "requests": Requests } | { "wishes": Wishes } | { "distributions": Distributions } | { "roll": Roll };

/** What a rule asks for, and where it is written. */
export type Goal = { value: number, minimum: number, pace: number | null, document: string, };

/** The history of one record, or of those that belong together. */
export type HistoryAnswer = { 
/**
 * The newest first.
 */
rows: Array<HistoryRow>, 
/**
 * A laptop's: there is more at the county, from before its first sync.
 */
is_older_at_county: boolean, };

/** One field changed by one person. */
export type HistoryRow = { at_ms: number, by_name: string, record: string, record_title: string, 
/**
 * The year that an income is of.
 */
record_year: number | null, field: string, from: Cell, to: Cell, reason: string, receipt: Receipt, };

/** A household with all that hangs on it. */
export type HouseholdCard = { household: RecordView, row: HouseholdRow, members: Array<RecordView>, incomes: Array<RecordView>, visits: Array<VisitRow>, visits_total: number, measures: Array<MeasureRow>, problems: Array<ProblemRow>, requests: Array<RequestRow>, 
/**
 * All policies of the list, with when each was explained last.
 */
policies: Array<PolicyTold>, line_fen: number | null, remarks: Array<RemarkView>, events: Array<EventView>, 
/**
 * Households that were joined to this one.
 */
joined: Array<Neighbour>, income: Array<IncomeNet>, };

/** A household found, and why. */
export type HouseholdHit = { id: Id, head_name: string, matched_name: string, why: string, number: string, group_name: string, village_name: string, people: number, cause: string, state: string, state_year: number | null, last_visit_on: string | null, };

/** Part of the list, with what it can be filtered by. */
export type HouseholdPage = { rows: Array<HouseholdRow>, total: number, all: number, people: number, groups_count: number, views: Array<Facet>, groups: Array<Facet>, villages: Array<Facet>, townships: Array<Facet>, states: Array<Facet>, causes: Array<Facet>, marks: Array<Facet>, remarks: Array<Facet>, sectors: Array<Facet>, };

/** A household's plan of a year. */
export type HouseholdPlanRequest = { household_id: Id, year: number, };

/** What a household is to reach, and what it comes to. */
export type HouseholdPlanView = { year: number, 
/**
 * Years that have a plan, the newest first.
 */
years: Array<number>, 
/**
 * Goal, day of consent and remark; null while nobody wrote them.
 */
plan: RecordView | null, lines: Array<RecordView>, sums: ExpectedIncome, 
/**
 * 人均纯收入 that is on record for the year before.
 */
before_fen: number | null, 
/**
 * The year's line, where the county gave it.
 */
line_fen: number | null, };

/** What the list of households is to show. */
export type HouseholdQuery = { 
/**
 * all | unvisited_month | unvisited_30 | unvisited_60 | to_exit | risk | not_out | remarks | (own)
 */
view: string, q: string, groups: Array<string>, villages: Array<string>, townships: Array<string>, states: Array<string>, causes: Array<string>, 
/**
 * unvisited_month | risk | problem | unclear | housing_undecided | housing_open | stale
 */
marks: Array<string>, 
/**
 * Codes of `remark`.
 */
remarks: Array<string>, 
/**
 * students | allowance | unsafe_housing | sick | disabled
 */
sectors: Array<string>, 
/**
 * Whose visits count: anyone | first_secretary | me
 */
seen_by: string, 
/**
 * default | name | people | state | cause | income | measures | problems | last_visit
 */
sort: string, descending: boolean, limit: number, offset: number, };

/** One line of the list of households. */
export type HouseholdRow = { id: Id, number: string, head_name: string, group_name: string, village_code: string, village_name: string, township_name: string, people: number, labour: number, state: string, state_year: number | null, cause: string, risks: Array<string>, monitored_kind: string, income_fen: number | null, measures_done: number, measures_total: number, problems_open: number, helper_name: string, last_visit_on: string | null, receipt: Receipt | null, conflict: boolean, 
/**
 * Codes of `remark` that are in sight.
 */
remarks: Array<string>, 
/**
 * When the household or one of its people was last written.
 */
changed_on: string | null, };

/** 户档 on paper. */
export type HouseholdSheet = { 
/**
 * 户主.
 */
head: string, 
/**
 * Township, village, group.
 */
place: string, 
/**
 * 户编号.
 */
number: string, 
/**
 * What is known of the household itself.
 */
basics: Array<Field>, members: Array<MemberLine>, 
/**
 * Years of the incomes, newest first.
 */
income_years: Array<string>, incomes: Array<IncomeLine>, measures: Array<MeasureLine>, problems: Array<ProblemLine>, 
/**
 * The newest ones.
 */
visits: Array<LogLine>, 
/**
 * How many there are.
 */
visits_total: number, };

/** How a household gets a house. */
export type HousingView = { 
/**
 * Its record says that it needs one.
 */
is_needed: boolean, solution: RecordView | null, };

export type Id = string;

/** One row. */
export type IdRequest = { id: Id, };

/** One household. */
export type ImportAt = { at: number, };

/** One field, masked as elsewhere; `codes` names the list whose words it is shown in, empty for none. */
export type ImportChange = { record: string, field: string, codes: string, from: Cell, to: Cell, };

/** `chosen` for one household, or without `at` for all of the tab that `q` finds; those in doubt are only chosen one by one. */
export type ImportChoice = { at: number | null, tab: ImportTab, q: string, chosen: boolean, };

/** What a person should look at, where it stands in the file. */
export type ImportDoubt = { sheet: string, row: number, column: string, kind: string, value: string, why: Words, 
/**
 * The other row that it is about.
 */
see_sheet: string, see_row: number | null, };

/** What becomes of a household or one of its people. */
export type ImportFate = "new" | "changed" | "unchanged" | "left_out";

/** What ended an import or an undo in the middle. What was written by then stays, and is counted. */
export type ImportFault = { code: string, detail: string, };

/** One household beside what is on record now. */
export type ImportHome = { row: ImportRow, 
/**
 * Of the household itself.
 */
changes: Array<ImportChange>, people: Array<ImportPerson>, doubts: Array<ImportDoubt>, repairs: Array<ImportRepair>, };

/** A file that was chosen: what it holds, or why it is refused; neither where the person thought better of it. */
export type ImportOpened = { file: string, summary: ImportSummary | null, refused: ImportRefused | null, };

/** That part; how many there are, how many of them are chosen, how many can be taken without a doubt, and how many of these are chosen. */
export type ImportPage = { rows: Array<ImportRow>, total: number, chosen: number, sure: number, sure_chosen: number, };

/** A member and what the roster changes on them. */
export type ImportPerson = { name: string, relation: string, sheet: string, row: number, fate: ImportFate, 
/**
 * Somebody had removed them.
 */
removed: boolean, changes: Array<ImportChange>, };

/** Part of a tab; `q` finds names, initials, numbers, villages and groups. */
export type ImportQuery = { tab: ImportTab, q: string, limit: number, offset: number, };

/** Why a file is refused: the word for it, and what the person can do. */
export type ImportRefused = { code: string, hint: Words, detail: string, };

/** What was put right. */
export type ImportRepair = { sheet: string, row: number, column: string, from: string, to: string, why: Words, };

/** A household of the roster; `at` names it. */
export type ImportRow = { at: number, head_name: string, number: string, village_name: string, group_name: string, sheet: string, row: number, people: number, fate: ImportFate, 
/**
 * Fields that are filled or changed.
 */
changes: number, doubts: number, repairs: number, chosen: boolean, choosable: boolean, taken: boolean, };

/** Part of the list. */
export type ImportRunPage = { rows: Array<ImportRunRow>, total: number, };

/** One import that wrote something. `left` = households that its undo has not been to. */
export type ImportRunRow = { id: Id, started_at_ms: number, file: string, layout: string, done: number, total: number, households_new: number, households_changed: number, members_new: number, members_changed: number, undo_started_at_ms: number | null, undone_at_ms: number | null, left: number, stayed: number, };

/** A household of which something stayed, and the word for why. */
export type ImportStayed = { id: Id, head_name: string, number: string, why: string, };

/** Part of that list. */
export type ImportStayedPage = { rows: Array<ImportStayed>, total: number, };

/** Of which import. */
export type ImportStayedRequest = { id: Id, limit: number, offset: number, };

/** What is being done. */
export type ImportStep = "reading" | "checking" | "comparing" | "writing" | "undoing";

/** The file as it was read, and how many of its households become what. */
export type ImportSummary = { file: string, 
/**
 * `H1`.
 */
layout: string, sheets: Array<string>, rows_read: number, 
/**
 * The list's own date.
 */
listed_on: string | null, 
/**
 * Cells that were put right.
 */
repairs: number, 
/**
 * Header words whose values are not taken: unknown ones, and those that no record holds.
 */
unmapped: Array<string>, tabs: ImportTabs, chosen: number, taken: number, 
/**
 * Rows that are nobody: some of them, and how many there are.
 */
loose: Array<ImportDoubt>, loose_total: number, };

/** A tab of the list. */
export type ImportTab = "all" | "new" | "changed" | "unchanged" | "doubtful" | "left_out";

/** Households by what becomes of them; those in doubt are among the others. */
export type ImportTabs = { all: number, new: number, changed: number, unchanged: number, doubtful: number, left_out: number, };

/** What an import did. */
export type ImportTaken = { 
/**
 * By which it can be undone; nothing when it wrote nothing.
 */
id: Id | null, households: Counts, members: Counts, 
/**
 * Households that could not be taken.
 */
left_out: number, 
/**
 * Households that were not taken, for somebody wrote on them after they were shown.
 */
changed_since_look: number, 
/**
 * Households that were looked at, of those that were chosen.
 */
done: number, total: number, 
/**
 * The person stopped it before it was through.
 */
stopped: boolean, 
/**
 * What ended it before it was through.
 */
failed: ImportFault | null, };

/** How far an import is, as the shell tells the screen. */
export type ImportTold = { step: ImportStep, done: number, 
/**
 * 0 while nobody knows.
 */
total: number, };

/** What became of an import's households. */
export type ImportUndone = { 
/**
 * They are as before.
 */
back: number, 
/**
 * Something of them stayed.
 */
stayed: number, 
/**
 * The person stopped it, or it failed, before it had been there.
 */
left: number, 
/**
 * What ended it before it was through.
 */
failed: ImportFault | null, };

/** One item; without money it is taken out. */
export type IncomeItem = { 
/**
 * The row that stands, if one does.
 */
id: Id | null, 
/**
 * Its version as the form was opened.
 */
base: number, 
/**
 * A code of `income_item`.
 */
item: string, amount_fen: number | null, };

/** One item of income, an amount a year. */
export type IncomeLine = { item: string, amounts: Array<string>, 
/**
 * A sum of the lines above.
 */
is_sum: boolean, };

/** What the items of one year come to, by the formula of the forms. */
export type IncomeNet = { year: number, gains_fen: number, expense_fen: number, people: number, per_head_fen: number | null, };

/** The items of a year that changed. */
export type IncomeSave = { household_id: Id, year: number, items: Array<IncomeItem>, reason: string, draft: DraftKey | null, };

/** The villages of one's area, without those of whose team one is. */
export type InquiryChoices = { villages: Array<InquiryVillage>, };

/** Part of the list; `all` counts whatever the filter, the tallies what the villages let through. */
export type InquiryPage = { rows: Array<InquiryRow>, total: number, all: number, views: Array<Facet>, 
/**
 * By code, never by a figure.
 */
villages: Array<Facet>, tallies: Array<InquiryTally>, };

/** What of it is to be shown. */
export type InquiryQuery = { 
/**
 * all | no | words
 */
view: string, q: string, 
/**
 * Division codes.
 */
villages: Array<string>, limit: number, offset: number, };

/** What was heard in one house; which house is written nowhere. An answer is `yes`, `no` or `unsure`, empty where it was not asked, in the order of the questions of [`InquiryPage::tallies`]. */
export type InquiryRow = { id: Id, version: number, 
/**
 * Whose question it was: the township or the county.
 */
division_name: string, village_code: string, village_name: string, township_name: string, asked_on: string, person_id: Id | null, person_name: string, answers: Array<string>, note: string, receipt: Receipt, conflict: boolean, };

/** How often each answer was given to one question: counted, never scored, and of no person. */
export type InquiryTally = { question: string, yes: number, no: number, unsure: number, };

/** A village that may be asked about. */
export type InquiryVillage = { code: string, name: string, township_name: string, };

/** Language of the screens. */
export type Language = "zh-CN" | "en";

/** What the program knows of itself, of this laptop's file and of the disk it lies on. */
export type LaptopFacts = { 
/**
 * Of the program.
 */
version: string, 
/**
 * Of the tables in the file.
 */
schema: number, 
/**
 * What the county calls this laptop.
 */
device: string, 
/**
 * When the passphrase was chosen; nothing where the file does not say.
 */
passphrase_at_ms: number | null, 
/**
 * When the recovery key was made; nothing where there is none.
 */
recovery_at_ms: number | null, 
/**
 * The last one was used: a new one is due.
 */
recovery_used: boolean, 
/**
 * Made by themselves on the same disk, the newest first.
 */
backups: Array<AutomaticBackup>, 
/**
 * Of the encrypted file, with what was written last beside it.
 */
file_bytes: number, 
/**
 * On the same disk; nothing where it cannot be asked.
 */
free_bytes: number | null, };

/** How high a division is. */
export type Level = "county" | "township" | "village";

/** 走访记录. */
export type Log = { place: string, 
/**
 * The filter, in words.
 */
filter: string, rows: Array<LogLine>, };

/** One visit. */
export type LogLine = { 
/**
 * 走访时间, a date.
 */
visited_on: string, household: string, group: string, 
/**
 * 帮扶干部.
 */
people: string, 
/**
 * 走访情况记录.
 */
record: string, 
/**
 * 补录, 电话, 发现问题.
 */
marks: string, };

/** One measure. */
export type MeasureLine = { for_whom: string, 
/**
 * 项目类别.
 */
class: string, 
/**
 * 帮扶内容.
 */
content: string, 
/**
 * Done of planned.
 */
quantity: string, 
/**
 * Paid of planned, in yuan.
 */
money: string, 
/**
 * 帮扶单位.
 */
unit: string, person: string, 
/**
 * 帮扶时间.
 */
span: string, state: string, };

/** Part of the list, with what it can be filtered by. */
export type MeasurePage = { rows: Array<MeasureRow>, total: number, done: number, all: number, paid_fen: number, amount_fen: number, views: Array<Facet>, classes: Array<Facet>, persons: Array<Facet>, dues: Array<Facet>, groups: Array<Facet>, unclear: Array<Facet>, villages: Array<Facet>, };

/** What the list of measures is to show. */
export type MeasureQuery = { 
/**
 * open | late | due_7 | village | done | dropped
 */
view: string, q: string, classes: Array<string>, persons: Array<string>, 
/**
 * late | due_7 | due_30 | later | none
 */
dues: Array<string>, 
/**
 * Codes of 五个一批 and the like, into which classes fall.
 */
groups: Array<string>, 
/**
 * goal | content | person: what of 三明确 is missing
 */
unclear: Array<string>, 
/**
 * Codes.
 */
villages: Array<string>, 
/**
 * due | for | quantity | money
 */
sort: string, descending: boolean, household_id: Id | null, limit: number, offset: number, };

/** One measure. */
export type MeasureRow = { id: Id, version: number, household_id: Id | null, division_code: string, for_name: string, village_name: string, class: string, content: string, goal: string, person_id: Id | null, person_name: string, unit_id: Id | null, unit_name: string, amount_fen: number, paid_fen: number, quantity: number, quantity_done: number, quantity_unit: string, starts_on: string | null, due_on: string | null, state: string, done_on: string | null, late_days: number, result: string, dropped_reason: string, 
/**
 * goal | content | person: what of 三明确 is missing while it is open
 */
unclear: Array<string>, receipt: Receipt, conflict: boolean, };

/** Classes that answer what a household suffers from, the nearest first; a person chooses. */
export type MeasureSuggestion = { classes: Array<SuggestedClass>, };

/** 帮扶措施. */
export type Measures = { place: string, filter: string, 
/**
 * How many are done and what was paid, in words.
 */
sums: string, rows: Array<MeasureLine>, };

/** One member. */
export type MemberLine = { name: string, relation: string, gender: string, born_on: string, 
/**
 * 证件号码, masked or in full.
 */
id_number: string, ethnicity: string, 
/**
 * 文化程度 or 在校生状况.
 */
education: string, 
/**
 * 健康状况, masked or in full.
 */
health: string, labour: string, 
/**
 * 务工: where, months.
 */
work: string, 
/**
 * 参保 and 低保.
 */
insured: string, };

/** A month of days. */
export type Month = { month: string, person_name: string, days: Array<DayRow>, nights: number, days_present: number, night_goal: Goal | null, year_goal: Goal | null, };

/** A month, `2018-09`, of a person; nothing = oneself. */
export type MonthRequest = { month: string, person_id: Id | null, };

/** Another household, enough to go there. */
export type Neighbour = { id: Id, head_name: string, group_name: string, village_name: string, };

/** Can the county be reached? */
export type Network = "online" | "offline";

/** A photo already handed over by `putPhoto`, named by its hash. */
export type NewPhoto = { sha256: string, size_bytes: number, media_type: string, width_px: number, height_px: number, caption: string, };

/** Which night is asked about. */
export type NightAsked = "tonight" | "last_night";

/** 明白卡: what the family itself is to know. */
export type Notice = { head: string, place: string, basics: Array<Field>, 
/**
 * Whom to turn to.
 */
contacts: Array<Contact>, measures: Array<NoticeMeasure>, 
/**
 * What the household was told of on visits.
 */
policies: Array<string>, };

/** A measure as the family reads it. */
export type NoticeMeasure = { class: string, content: string, amount: string, due_on: string, state: string, };

/** All that waits. */
export type OutboxPage = { rows: Array<OutboxRow>, total: number, bytes: number, photos: number, photo_bytes: number, };

/** A record that waits for its receipt. */
export type OutboxRow = { change_set: string, record: string, record_id: Id, household_id: Id | null, title: string, content: string, size_bytes: number, at_ms: number, receipt: Receipt, };

/** Part of a list. */
export type PageRequest = { limit: number, offset: number, };

/** One print. */
export type Paper = { 
/**
 * What stands on every page.
 */
foot: Foot, 
/**
 * What is printed.
 */
form: Form, };

/** The passphrase as it is, and as it shall be. */
export type PassphraseChange = { old: string, new: string, };

/** By role, then by name. */
export type People = { rows: Array<PersonRow>, };

/** A person with their duty. */
export type PersonName = { id: Id, name: string, duty: string, };

/** A person who works in one's area; the phone is masked. */
export type PersonRow = { id: Id, name: string, 
/**
 * By the posting of the day, else by the right that they hold; empty where they have neither.
 */
role: string, title: string, unit: string, phone: Cell, is_me: boolean, };

/** Photos already handed over by `putPhoto` for a record that is there. */
export type PhotoAdd = { 
/**
 * visit | measure | problem
 */
owner_kind: string, owner_id: Id, photos: Array<NewPhoto>, };

/** Photos, oldest first. */
export type PhotoList = { rows: Array<PhotoRow>, };

/** A photo and where its bytes are. */
export type PhotoRow = { id: Id, sha256: string, caption: string, width_px: number, height_px: number, at_county: boolean, 
/**
 * Is the original in this file?
 */
here: boolean, 
/**
 * Is anything of it here that can be shown? The county's pictures lie beside its file.
 */
shown: boolean, version: number, };

/** Whose photos. */
export type PhotosOf = { 
/**
 * visit | measure | problem
 */
owner_kind: string, owner_id: Id, };

/** When a household was told of a policy last; nothing when it was not. */
export type PolicyTold = { policy: string, last_on: string | null, visit_id: Id | null, times: number, };

/** The portion of a household as it was shown. */
export type PortionAt = { household_id: Id, 
/**
 * Its `version`.
 */
base: number, };

/** What one household gets. */
export type PortionRow = { id: Id, version: number, household_id: Id, head_name: string, group_name: string, village_name: string, received_on: string | null, received_by: string, receipt: Receipt, conflict: boolean, };

/** Who received it, on which day; without a day the tick is taken back. */
export type PortionsReceived = { distribution_id: Id, portions: Array<PortionAt>, received_on: string | null, received_by: string, };

/** Part of a paper as its preview shows it. */
export type Preview = { number: string, 
/**
 * Pages of the whole.
 */
pages: number, 
/**
 * The first page here, from 0.
 */
from: number, 
/**
 * PNGs in base64, a page each.
 */
pictures: Array<string>, };

/** One act; `base` is the version of the problem that the screen showed. */
export type ProblemAct = { id: Id, base: number, 
/**
 * claim | progress | submit | return | verify | reopen | urge
 */
kind: string, note: string, in_time?: boolean, in_quality?: boolean, in_quantity?: boolean, photos: Array<NewPhoto>, 
/**
 * The draft that this was typed into; it goes in the same transaction.
 */
draft?: DraftKey, };

/** What the form of a problem offers: the villages of one's area, who may answer for it, the departments. */
export type ProblemChoices = { villages: Array<Choice>, people: Array<PersonName>, units: Array<Choice>, };

/** One problem whole. `acts` are what the asker may do about it now, the likeliest first; `fields` what they may change. */
export type ProblemDetail = { problem: RecordView, row: ProblemRow, round: number, steps: Array<ProblemStepRow>, photos: Array<PhotoRow>, parent: ProblemRow | null, parts: Array<ProblemRow>, visited_on: string, created_at_ms: number, unit_name: string, lead_unit_name: string, acts: Array<string>, fields: Array<string>, may_write: boolean, may_remove: boolean, };

/** One problem, with the columns of H17. */
export type ProblemLine = { source: string, kind: string, township: string, village: string, household_number: string, content: string, remedy: string, lead_unit: string, unit: string, person: string, due_on: string, result: string, closed: string, verifier: string, note: string, };

/** A single problem becomes part of a common one, or stands alone again. */
export type ProblemMerge = { id: Id, base: number, parent_id: Id | null, };

/** Part of the ledger, with what it can be filtered by. `due` is what is not put right and due within seven days. */
export type ProblemPage = { rows: Array<ProblemRow>, total: number, common: number, single: number, due: number, views: Array<Facet>, sources: Array<Facet>, kinds: Array<Facet>, states: Array<Facet>, persons: Array<Facet>, villages: Array<Facet>, };

/** The place of a problem: a household, or a division by its code. */
export type ProblemPlace = { household_id: Id | null, division_code: string, };

/** What the ledger is to show. */
export type ProblemQuery = { 
/**
 * open | late | waiting | common | closed
 */
view: string, q: string, sources: Array<string>, kinds: Array<string>, states: Array<string>, persons: Array<string>, 
/**
 * Division codes.
 */
villages: Array<string>, household_id: Id | null, limit: number, offset: number, };

/** One problem. */
export type ProblemRow = { id: Id, version: number, household_id: Id | null, for_name: string, village_name: string, number: string, content: string, kind: string, category: string, source: string, state: string, due_on: string | null, person_name: string, late_days: number, 
/**
 * Days since it was handed in, while nobody has looked back.
 */
waiting_days: number, 
/**
 * Somebody urged since anything was done about it.
 */
urged: boolean, parent_id: Id | null, receipt: Receipt, conflict: boolean, };

/** One act on a problem. The verdicts are those of `verify`. */
export type ProblemStepRow = { id: Id, 
/**
 * claim | progress | submit | return | verify | reopen | urge
 */
kind: string, made_on: string, made_at_ms: number, person_name: string, role: string, note: string, in_time: boolean | null, in_quality: boolean | null, in_quantity: boolean | null, photo_ids: Array<Id>, receipt: Receipt, };

/** 问题整改台账. */
export type Problems = { place: string, filter: string, rows: Array<ProblemLine>, };

/** Another person's file on this laptop, told without opening it. */
export type ProfileName = { 
/**
 * Of its folder.
 */
folder: string, name: string, place: string, pending: number, };

/** What became of the laptop's profile. */
export type ProfileState = "none" | "locked" | "open" | "fetching" | "damaged" | "newer" | "read_only" | "in_use";

/** How far a record has come. `number` is what people quote, `431128–1024`. */
export type Receipt = { state: ChangeState, number: string | null, at_ms: number | null, reason: string | null, 
/**
 * It left this laptop's area, and goes from it once what was written on it is delivered.
 */
parked: boolean, photos_done: number, photos_total: number, };

/** Receipts, newest first. */
export type ReceiptPage = { rows: Array<ReceiptRow>, total: number, };

/** A receipt of the county. */
export type ReceiptRow = { number: string, verdict: string, reason: string, record: string, record_id: Id, household_id: Id | null, title: string, at_ms: number, received_at_ms: number, };

/** What was recorded lately. */
export type RecentRow = { kind: string, id: Id, title: string, at_ms: number, receipt: Receipt, };

/** The record that an id belongs to. */
export type RecordFound = { 
/**
 * Its name.
 */
record: string, 
/**
 * The row.
 */
view: RecordView, };

/** Rows by id; `next` asks for those after. */
export type RecordPage = { 
/**
 * The rows.
 */
rows: Array<RecordView>, 
/**
 * The last id, if there are more.
 */
next: Id | null, };

/** Which rows of a record; dates compare with its first date. */
export type RecordQuery = { 
/**
 * Its name, such as `visit`.
 */
record: string, 
/**
 * In this division only.
 */
area: string | null, 
/**
 * Of this household only.
 */
household_id: Id | null, 
/**
 * Of this person only.
 */
person_id: Id | null, 
/**
 * From this day on.
 */
from: string | null, 
/**
 * Until this day.
 */
to: string | null, 
/**
 * At most so many.
 */
limit: number, 
/**
 * After this one.
 */
after: Id | null, };

/** A row of any record to be deleted. */
export type RecordRemove = { 
/**
 * Name of its record.
 */
record: string, 
/**
 * Which, and why.
 */
remove: RemoveRequest, };

/** One row. */
export type RecordRequest = { 
/**
 * Name of its record.
 */
record: string, 
/**
 * Its id.
 */
id: Id, };

/** Fields of a row of any record. */
export type RecordSave = { 
/**
 * Name of its record.
 */
record: string, 
/**
 * What to write.
 */
save: SaveRequest, };

/** Every field of a record by name, sensitive ones masked. `version` is the base for saving. */
export type RecordView = { id: Id, version: number, fields: { [key in string]: Cell }, receipt: Receipt, conflict_fields: Array<string>, };

/** A recovery key as it was written down, and the passphrase that is to open from now on. */
export type RecoverRequest = { key: string, passphrase: string, };

/** A new recovery key, told this once. */
export type RecoveryMade = { key: string, };

/** An operation that did not give what it was asked for. */
export type Refused = { at_ms: number, operation: string, code: Code, };

/** All of them. */
export type RefusedPage = { rows: Array<RefusedRow>, total: number, };

/** A change set that needs a person. */
export type RefusedRow = { change_set: string, verdict: ChangeState, reason: string, record: string, record_id: Id, household_id: Id | null, title: string, content: string, at_ms: number, number: string, };

/** What somebody is to the head from now on; `01` is the head. */
export type RelationGiven = { member_id: Id, 
/**
 * Version of the member as the form was opened.
 */
base: number, relation: string, };

/** Why a remark is off; the row can be deleted. */
export type RemarkOffView = { id: Id, version: number, reason: string, };

/** What strikes one about the data of a household or a person, and whether somebody took it off the list. */
export type RemarkView = { 
/**
 * A code of `remark`.
 */
rule: string, 
/**
 * The number that the rule goes by.
 */
source: string, 
/**
 * The fields beside which it stands.
 */
fields: Array<string>, 
/**
 * household | member | income
 */
of: string, member_id: Id | null, off: RemarkOffView | null, 
/**
 * Other households that are meant.
 */
others: Array<Neighbour>, };

/** A soft delete, with its reason. */
export type RemoveRequest = { id: Id, base: number, reason: string, };

/** One request. */
export type RequestLine = { household: string, group: string, raised_on: string, content: string, 
/**
 * 办理人.
 */
person: string, due_on: string, state: string, 
/**
 * What came of it, or what the household was told.
 */
result: string, solved_on: string, 
/**
 * When the household confirmed it, and who of it.
 */
confirmed: string, };

/** Part of the list; `all` counts whatever the view. */
export type RequestPage = { rows: Array<RequestRow>, total: number, all: number, views: Array<Facet>, persons: Array<Facet>, villages: Array<Facet>, };

/** Which requests the list is to show. */
export type RequestQuery = { 
/**
 * waiting | late | solved | confirmed | declined
 */
view: string, q: string, persons: Array<string>, 
/**
 * Codes.
 */
villages: Array<string>, household_id: Id | null, limit: number, offset: number, };

/** One request. `late_days` counts past its date while it is not done. */
export type RequestRow = { id: Id, version: number, household_id: Id, head_name: string, group_name: string, village_name: string, raised_on: string, content: string, visit_id: Id | null, person_id: Id | null, person_name: string, due_on: string | null, state: string, result: string, solved_on: string | null, confirmed_on: string | null, confirmed_by: string, late_days: number, receipt: Receipt, conflict: boolean, };

/** 诉求台账. */
export type Requests = { place: string, filter: string, rows: Array<RequestLine>, };

/** The passphrase of the backup's day; of which backup, where it is one made by itself, else the file that was chosen. */
export type RestoreRequest = { passphrase: string, name: string | null, };

/** All that one has looked at, the newest first. */
export type RevealPage = { rows: Array<RevealRow>, total: number, };

/** A masked field to be seen. */
export type RevealRequest = { record: string, id: Id, field: string, };

/** A masked field that was shown. */
export type RevealRow = { at_ms: number, record: string, record_id: Id, household_id: Id | null, title: string, field: string, };

/** Its value. */
export type Revealed = { value: string, };

/** 物资发放花名册: what was given out, and who signs for it. */
export type Roll = { place: string, given_on: string, item: string, 
/**
 * What a household gets.
 */
each: string, source: string, note: string, 
/**
 * Households that received it, of those that get it.
 */
received: string, rows: Array<RollLine>, };

/** One household that gets it. */
export type RollLine = { household: string, group: string, 
/**
 * 户编号.
 */
household_number: string, 
/**
 * Empty for the pen, as who received it.
 */
received_on: string, received_by: string, };

/** 农户名册. */
export type Roster = { place: string, filter: string, 
/**
 * How many households and people.
 */
sums: string, rows: Array<RosterLine>, };

/** One person; what is the household's stands on its first line only. */
export type RosterLine = { 
/**
 * Number of the household on this paper; empty on its further lines.
 */
index: string, household_number: string, group: string, name: string, id_number: string, persons: string, relation: string, ethnicity: string, education: string, health: string, labour: string, work: string, state: string, cause: string, house: string, water: string, income: string, phone: string, };

/** Which households, and whether their numbers and phones are printed in full, which is recorded. */
export type RosterRequest = { list: HouseholdQuery, in_full: boolean, };

/** Fields to write; `base` is the `version` that the form was opened with, 0 for a new record. */
export type SaveRequest = { id: Id | null, base: number, fields: { [key in string]: Typed }, reason: string | null, 
/**
 * The draft that this was typed into; it goes in the same transaction.
 */
draft?: DraftKey, };

/** `change_set` is null when nothing had changed. */
export type Saved = { id: Id, change_set: string | null, version: number, state: ChangeState, };

/** A filter with a name. */
export type SavedFilter = { list: string, name: string, query: string, };

/** Name, pinyin, initials, number tail, phone or group. */
export type SearchRequest = { q: string, limit: number, };

/** The best hits. */
export type SearchResult = { hits: Array<HouseholdHit>, total: number, 
/**
 * For whoever has the county: villages by their name.
 */
villages: Array<VillageHit>, };

/** Who asks, where, on what day. */
export type Session = { side: Side, account: string, person_id: Id, name: string, role: string, area: Area, today: string, now_ms: number, 
/**
 * What is added to a wrong clock to tell the date; see `session.give_today`.
 */
clock_shift_ms: number, team: Array<PersonName>, 
/**
 * Records that the account may read.
 */
reads: Array<string>, 
/**
 * Records that the account may write.
 */
writes: Array<string>, };

/** A person's settings. */
export type Settings = { type_size: TypeSize, language: Language, lock_minutes: number, single_keys: boolean, reveal_seconds: number, };

/** Which household, and whether its numbers, phone and health are printed in full, which is recorded. */
export type SheetRequest = { id: Id, in_full: boolean, };

/** The window's own state. */
export type ShellState = { profile: ProfileState, detail: string, name: string, role: string, place: string, pending: number | null, last_sync_at_ms: number | null, tries_left: number, wait_seconds: number, 
/**
 * Rows of a first sync so far, and how many of each record that people know.
 */
fetched: number, 
/**
 * Of the rows that the county said there are; nothing where it did not say.
 */
percent: number | null, parts: Array<FetchedPart>, 
/**
 * Does a recovery key open the profile?
 */
has_recovery: boolean, 
/**
 * As the person left them: the screens before the passphrase are drawn with them too.
 */
type_size: TypeSize, language: Language, 
/**
 * Other people's files beside this one.
 */
others: Array<ProfileName>, };

/** Which side of the exchange answers. */
export type Side = "laptop" | "county";

/** Absent fields (null) keep what the row has; empty text clears. */
export type StayRecord = { on: Array<string>, day: string | null, night: string | null, day_places: Array<string> | null, night_place: string | null, note: string | null, };

/** The days as they then are. */
export type StayRecorded = { saved: Array<Saved>, days: Array<DayRow>, };

/** A cause or risk of the household; `rule` is the data-quality rule that asks for the class, empty where the words do. */
export type SuggestReason = { 
/**
 * cause | risk
 */
list: string, code: string, rule: string, };

/** A class, and what it answers. */
export type SuggestedClass = { class: string, reasons: Array<SuggestReason>, 
/**
 * An open measure of this class is there.
 */
is_there: boolean, };

/** Whose file is to be opened next; empty for a new one. */
export type SwitchRequest = { folder: string, };

/** How one sync went. */
export type SyncRun = { at_ms: number, ok: boolean, error: string, pushed: number, receipts: number, merged: number, quarantined: number, pulled: number, photos: number, bytes_up: number, bytes_down: number, seconds: number, position: number, 
/**
 * Villages that were not as the county has them, and were fetched again.
 */
repaired: number, 
/**
 * Entries of the county that this program could not take in: kept, and their rows fetched whole.
 */
set_aside: number, 
/**
 * Something is still not as the county has it.
 */
differs: boolean, };

/** Syncs, newest first. */
export type SyncRunPage = { rows: Array<SyncRun>, total: number, };

/** How far this laptop has come. `trouble`: empty, or `retry_later`, `cut`, `revoked`, `upgrade`, `disk`, `clock`, `restored`. */
export type SyncStatus = { network: Network, running: boolean, percent: number, pending: number, pending_photos: number, pending_bytes: number, receipted: number, conflicts: number, returned: number, held: number, last_sync_at_ms: number | null, 
/**
 * "" | retry_later | cut | revoked | upgrade | disk | clock | restored
 */
trouble: string, trouble_detail: string, 
/**
 * The county's clock less this one, as far as it was measured.
 */
clock_offset_ms: number, 
/**
 * The clock is far off, and nobody has said in this start of the program which day it is.
 */
asks_today: boolean, server: string, seconds_estimate: number, };

/** What happened, the first first. */
export type TimelineAnswer = { events: Array<TimelineEvent>, 
/**
 * A laptop's: changes from before its first sync are at the county.
 */
is_older_at_county: boolean, };

/** One thing that happened. */
export type TimelineEvent = { 
/**
 * `2018-09-30`, or as much of it as is known: `2018-09`, `2018`
 */
on: string, 
/**
 * identified | causes | changed | planned | measure_begun | measure_done | measure_dropped | problem_found |
 * problem_closed | housing | visits | exit
 */
kind: string, id: Id | null, text: string, 
/**
 * The list of the codes in `to`, empty for none.
 */
list: string, 
/**
 * What stood before; of `housing` how far it came, of `measure_dropped` why.
 */
from: Array<string>, to: Array<string>, 
/**
 * How many visits.
 */
count: number, by_name: string, };

/** Today's date as the person gives it, where the clock is known to be wrong. */
export type TodayGiven = { today: string, };

/** Things of one kind. */
export type TodoGroup = { kind: TodoKind, total: number, rows: Array<TodoRow>, };

/** What is to be done. */
export type TodoKind = "returned" | "drafts" | "unvisited" | "measures" | "problems" | "checks" | "requests";

/** One thing to do. */
export type TodoRow = { kind: string, 
/**
 * Where it is read, for a row of a household.
 */
household_id: Id | null, 
/**
 * A cause or a class, in the list of that name: screens say it in the language in use.
 */
code: string, 
/**
 * Of a draft its subject, such as `household/member`; of the row for all conflicts empty.
 */
id: string, title: string, meta: string, days: number, due_on: string | null, };

/** What is asked about this night, or the last. */
export type Tonight = { on: string, asks: NightAsked, recorded: boolean, recorded_at_ms: number | null, month_nights: number, goal: number | null, teammates: number, teammates_stayed: number, };

/** A plan with its households, by group and number. */
export type TourDetail = { row: TourRow, homes: Array<TourHome>, };

/** One household of a plan; `visit_id` is the visit that ticks it off. */
export type TourHome = { household_id: Id, head_name: string, group_name: string, village_name: string, number: string, people: number, cause: string, visit_id: Id | null, visited_on: string | null, person_names: Array<string>, 
/**
 * The last visit before the plan began, by anybody.
 */
before_on: string | null, };

/** All plans of one's area. */
export type TourPage = { rows: Array<TourRow>, };

/** One plan. `counts` says whose visits count, `seen` how many of its households were seen since it began. */
export type TourRow = { id: Id, version: number, division_code: string, division_name: string, name: string, starts_on: string, ends_on: string | null, groups: Array<string>, unseen_days: number | null, 
/**
 * anyone | first_secretary | person
 */
counts: string, person_id: Id | null, person_name: string, households: number, seen: number, receipt: Receipt, conflict: boolean, };

/** Size of text. */
export type TypeSize = "standard" | "large" | "largest";

/** A value as a form hands it over. */
export type Typed = number | string | Array<string> | null;

/** The change set whose earlier values are to come back. */
export type UndoRequest = { change_set: string, };

/** `was_sent`: the county has the set already, so the way back goes with the next sync. */
export type Undone = { saved: Saved, was_sent: boolean, };

/** The passphrase. */
export type UnlockRequest = { passphrase: string, };

/** A village found. */
export type VillageHit = { code: string, name: string, township_name: string, households: number, };

/** What is open in a village: figures of a place, never of a person, and in the order of codes. */
export type VillageLine = { code: string, name: string, households: number, visited_month: number, measures_due: number, problems_due: number, 
/**
 * Of the newest visit on record here; what is not handed over yet is not in it.
 */
last_visit_on: string | null, };

/** A village's plan of a year. */
export type VillagePlanRequest = { division_code: string, year: number, };

/** What a village is to reach. */
export type VillagePlanView = { division_code: string, division_name: string, year: number, years: Array<number>, plan: RecordView | null, 
/**
 * Targets first, then projects.
 */
lines: Array<RecordView>, };

/** A rule says this is wrong: shown beside the field. */
export type Violation = { field: string, code: string, };

/** Visits of one day. */
export type VisitBar = { on: string, count: number, };

/** What to know before a visit is recorded. */
export type VisitContext = { last: VisitRow | null, problems: Array<ProblemRow>, requests: Array<RequestRow>, measures: Array<MeasureRow>, 
/**
 * Those that were explained before.
 */
policies: Array<PolicyTold>, same_day: boolean, phrases: Array<string>, };

/** Of which household, on which day. */
export type VisitContextRequest = { household_id: Id, visited_on: string, };

/** `state` and `state_year` are the household's. */
export type VisitDetail = { visit: RecordView, row: VisitRow, state: string, state_year: number | null, photos: Array<PhotoRow>, problems: Array<ProblemRow>, requests: Array<RequestRow>, earlier: Array<VisitRow>, };

/** Part of the list, with what it can be filtered by. */
export type VisitPage = { rows: Array<VisitRow>, total: number, households_month: number, households_all: number, views: Array<Facet>, persons: Array<Facet>, groups: Array<Facet>, villages: Array<Facet>, purposes: Array<Facet>, marks: Array<Facet>, };

/** What the list of visits is to show. */
export type VisitQuery = { 
/**
 * all | mine | problem | pending | late | withdrawn
 */
view: string, q: string, persons: Array<string>, groups: Array<string>, 
/**
 * Codes.
 */
villages: Array<string>, purposes: Array<string>, 
/**
 * problem | pending | late | photo | unsatisfied
 */
marks: Array<string>, household_id: Id | null, month: string | null, limit: number, offset: number, };

/** One line of the list of visits. */
export type VisitRow = { id: Id, household_id: Id, head_name: string, group_name: string, village_name: string, visited_on: string, recorded_at_ms: number, person_names: Array<string>, mine: boolean, note: string, purposes: Array<string>, mode: string, satisfaction: string, photos: number, problems: number, late_days: number, receipt: Receipt, conflict: boolean, 
/**
 * Nothing while it counts.
 */
withdrawn_at_ms: number | null, withdrawn_reason: string, };

/** One visit with what was found and asked for on it: saved as one change set for the visit, one for the problem and one for the request. */
export type VisitSave = { id: Id | null, base: number, household_id: Id, visited_on: string, person_ids: Array<Id>, mode: string, purposes: Array<string>, policies: Array<string>, met: string, note: string, satisfaction: string, 
/**
 * morning | afternoon | ""
 */
day_part: string, photos: Array<NewPhoto>, problem: string, problem_due_on: string | null, 
/**
 * What the household asked for, in one line.
 */
request: string, request_due_on: string | null, reason: string | null, 
/**
 * The draft that this was typed into; it goes in the same transaction.
 */
draft?: DraftKey, };

/** Visits of whoever asks from a day on, and those of them that led to something: for oneself only. The rule is that of `store::query::visit_led`. */
export type VisitsLed = { from: string, all: number, led: number, };

/** One wish. */
export type WishLine = { household: string, group: string, raised_on: string, content: string, 
/**
 * Whose it is.
 */
wished_by: string, 
/**
 * Who took it on.
 */
donor: string, fulfilled_on: string, note: string, };

/** Part of the list; `all` counts whatever the view. */
export type WishPage = { rows: Array<WishRow>, total: number, all: number, views: Array<Facet>, villages: Array<Facet>, };

/** Which wishes the list is to show. */
export type WishQuery = { 
/**
 * open | promised | fulfilled
 */
view: string, q: string, 
/**
 * Codes.
 */
villages: Array<string>, household_id: Id | null, limit: number, offset: number, };

/** One wish. */
export type WishRow = { id: Id, version: number, household_id: Id, head_name: string, group_name: string, village_name: string, raised_on: string, content: string, wished_by: string, donor: string, fulfilled_on: string | null, note: string, receipt: Receipt, conflict: boolean, };

/** 微心愿认领表. */
export type Wishes = { place: string, filter: string, rows: Array<WishLine>, };

/** A reason in both languages. */
export type Words = { zh: string, en: string, };

/** The first screen. */
export type Workbench = { today: string, day_note: string, days_left: number, groups: Array<TodoGroup>, 
/**
 * Nothing for a role that has no diary.
 */
tonight: Tonight | null, 
/**
 * The same.
 */
month: Month | null, visits_month: number, households_all: number, bars: Array<VisitBar>, 
/**
 * One's own visits of late, and how many led to something.
 */
led: VisitsLed | null, recent: Array<RecentRow>, 
/**
 * The villages of a township, by code; nothing for who answers for one village, or for the whole county.
 */
villages: Array<VillageLine>, };

/** Rows a group. */
export type WorkbenchRequest = { rows: number, };

/** A workbook: numbers and phones in it are masked. */
export type Workbook = { 
/**
 * The bytes of the .xlsx, in base64.
 */
xlsx: string, 
/**
 * Rows of the list that are in it.
 */
rows: number, };

export interface Operations {
  /** Who asks, where, on what day. */
  "session.get": { request: Empty; response: Session; reads: []; writes: [] };
  /** Today's date, given by a person whose clock is wrong. */
  "session.give_today": { request: TodayGiven; response: Session; reads: []; writes: [] };
  /** The first screen: what is to be done, tonight, the month. */
  "workbench.get": { request: WorkbenchRequest; response: Workbench; reads: ["household", "visit", "stay", "measure", "problem", "request", "conflict", "draft"]; writes: [] };
  /** Households of one's area, filtered and counted. */
  "household.list": { request: HouseholdQuery; response: HouseholdPage; reads: ["household", "member", "remark_off", "visit", "measure", "problem", "housing_solution"]; writes: [] };
  /** A list of households as a workbook. */
  "household.export": { request: HouseholdQuery; response: Workbook; reads: ["household", "member", "visit", "measure", "problem", "housing_solution"]; writes: [] };
  /** A list of households as a roster to be printed; in full where the asker may see it so, which is recorded. */
  "household.print": { request: RosterRequest; response: Paper; reads: ["household", "member", "visit", "measure", "problem", "housing_solution"]; writes: ["reveal"] };
  /** Households by name, pinyin, initials, number tail, phone or group. */
  "household.search": { request: SearchRequest; response: SearchResult; reads: ["household", "member"]; writes: [] };
  /** One household with all that hangs on it. */
  "household.card": { request: IdRequest; response: HouseholdCard; reads: ["household", "member", "income", "status_event", "remark_off", "visit", "measure", "problem", "request"]; writes: [] };
  /** 户档 of one household, to be printed; in full where the asker may see it so, which is recorded. */
  "household.sheet": { request: SheetRequest; response: Paper; reads: ["household", "member", "income", "visit", "measure", "problem"]; writes: ["reveal"] };
  /** 明白卡 of one household, to be printed for its wall. */
  "household.notice": { request: IdRequest; response: Paper; reads: ["household", "member", "visit", "measure", "person", "unit", "posting", "assignment"]; writes: ["reveal"] };
  /** Who changed what on a household and its members. */
  "household.history": { request: IdRequest; response: HistoryAnswer; reads: ["household", "member", "income", "status_event", "measure", "household_plan", "household_plan_line", "housing_solution"]; writes: [] };
  /** One household from the day it was identified to its exit. */
  "household.timeline": { request: IdRequest; response: TimelineAnswer; reads: ["household", "measure", "problem", "visit", "household_plan", "housing_solution"]; writes: [] };
  /** What a household is to reach in a year, and the income per head that it comes to. */
  "plan.household": { request: HouseholdPlanRequest; response: HouseholdPlanView; reads: ["household", "member", "income", "household_plan", "household_plan_line"]; writes: [] };
  /** Targets and projects of a village in a year. */
  "plan.village": { request: VillagePlanRequest; response: VillagePlanView; reads: ["village_plan", "village_plan_line"]; writes: [] };
  /** How a household gets a safe house, and whether it needs one. */
  "housing.get": { request: IdRequest; response: HousingView; reads: ["household", "housing_solution"]; writes: [] };
  /** Writes fields of a household. */
  "household.save": { request: SaveRequest; response: Saved; reads: []; writes: ["household"] };
  /** What happened to a family: people who come and go, 脱贫 and 监测, a new head, another group, a split, a merger. */
  "household.event": { request: EventSave; response: Saved; reads: []; writes: ["household", "member", "status_event"] };
  /** Writes the income of a year by its items. */
  "income.save": { request: IncomeSave; response: Saved; reads: []; writes: ["income"] };
  /** Writes fields of a member. */
  "member.save": { request: SaveRequest; response: Saved; reads: []; writes: ["member"] };
  /** Visits of one's area, filtered and counted. */
  "visit.list": { request: VisitQuery; response: VisitPage; reads: ["visit", "household", "problem", "photo"]; writes: [] };
  /** A list of visits as a workbook. */
  "visit.export": { request: VisitQuery; response: Workbook; reads: ["visit", "household", "problem", "photo"]; writes: [] };
  /** A list of visits, to be printed. */
  "visit.print": { request: VisitQuery; response: Paper; reads: ["visit", "household", "problem", "photo"]; writes: [] };
  /** One visit with photos, problems and the visits before it. */
  "visit.detail": { request: IdRequest; response: VisitDetail; reads: ["visit", "photo", "problem", "request"]; writes: [] };
  /** What to know before a visit is recorded. */
  "visit.context": { request: VisitContextRequest; response: VisitContext; reads: ["visit", "problem", "measure", "request"]; writes: [] };
  /** Records or edits a visit, its photos, the problem found and the request heard on it. */
  "visit.record": { request: VisitSave; response: Saved; reads: []; writes: ["visit", "problem", "photo", "request"] };
  /** Withdraws a visit, with a reason. */
  "visit.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["visit"] };
  /** Takes the withdrawal of a visit back. */
  "visit.restore": { request: BringBack; response: Saved; reads: []; writes: ["visit"] };
  /** Requests of one's area, filtered and counted. */
  "request.list": { request: RequestQuery; response: RequestPage; reads: ["request", "household"]; writes: [] };
  /** A list of requests as a workbook. */
  "request.export": { request: RequestQuery; response: Workbook; reads: ["request", "household"]; writes: [] };
  /** A list of requests, to be printed. */
  "request.print": { request: RequestQuery; response: Paper; reads: ["request", "household"]; writes: [] };
  /** One request, as the list shows it. */
  "request.get": { request: IdRequest; response: RequestRow; reads: ["request", "household"]; writes: [] };
  /** Writes fields of a request. */
  "request.save": { request: SaveRequest; response: Saved; reads: []; writes: ["request"] };
  /** Deletes a request, with a reason. */
  "request.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["request"] };
  /** Wishes of one's area, filtered and counted. */
  "wish.list": { request: WishQuery; response: WishPage; reads: ["wish", "household"]; writes: [] };
  /** A list of wishes as a workbook. */
  "wish.export": { request: WishQuery; response: Workbook; reads: ["wish", "household"]; writes: [] };
  /** A list of wishes, to be printed. */
  "wish.print": { request: WishQuery; response: Paper; reads: ["wish", "household"]; writes: [] };
  /** One wish, as the list shows it. */
  "wish.get": { request: IdRequest; response: WishRow; reads: ["wish", "household"]; writes: [] };
  /** Writes fields of a wish. */
  "wish.save": { request: SaveRequest; response: Saved; reads: []; writes: ["wish"] };
  /** Deletes a wish, with a reason. */
  "wish.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["wish"] };
  /** What was given out in one's area. */
  "distribution.list": { request: DistributionQuery; response: DistributionPage; reads: ["distribution", "portion", "household"]; writes: [] };
  /** What was given out as a workbook, with the households that get it on a sheet of their own. */
  "distribution.export": { request: DistributionQuery; response: Workbook; reads: ["distribution", "portion", "household"]; writes: [] };
  /** A list of what was given out, to be printed. */
  "distribution.print": { request: DistributionQuery; response: Paper; reads: ["distribution", "portion", "household"]; writes: [] };
  /** 物资发放花名册 of one distribution, to be printed and signed. */
  "distribution.roll": { request: IdRequest; response: Paper; reads: ["distribution", "portion", "household"]; writes: [] };
  /** What was given out, with the households that get it. */
  "distribution.get": { request: IdRequest; response: DistributionDetail; reads: ["distribution", "portion", "household"]; writes: [] };
  /** Writes what is given out, and to which households. */
  "distribution.save": { request: DistributionSave; response: DistributionSaved; reads: []; writes: ["distribution", "portion"] };
  /** Writes who received it and when, or takes that back. */
  "distribution.receive": { request: PortionsReceived; response: DistributionSaved; reads: []; writes: ["portion"] };
  /** Deletes what was given out, with a reason. */
  "distribution.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["distribution"] };
  /** What households said of their village's team and committee, filtered and counted; never to that team. */
  "inquiry.list": { request: InquiryQuery; response: InquiryPage; reads: ["inquiry", "division"]; writes: [] };
  /** What was said in one house. */
  "inquiry.get": { request: IdRequest; response: InquiryRow; reads: ["inquiry", "division"]; writes: [] };
  /** Villages that may be asked about. */
  "inquiry.choices": { request: Empty; response: InquiryChoices; reads: ["inquiry", "division", "grant"]; writes: [] };
  /** What the list shows as a workbook. */
  "inquiry.export": { request: InquiryQuery; response: Workbook; reads: ["inquiry", "division"]; writes: [] };
  /** Writes what was asked and answered; never in the village itself. */
  "inquiry.save": { request: SaveRequest; response: Saved; reads: []; writes: ["inquiry"] };
  /** Deletes it, with a reason. */
  "inquiry.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["inquiry"] };
  /** Plans of rounds through the households of one's area, and how far they are. */
  "tour.list": { request: Empty; response: TourPage; reads: ["tour", "visit", "household", "posting", "grant"]; writes: [] };
  /** One plan with its households, by group. */
  "tour.get": { request: IdRequest; response: TourDetail; reads: ["tour", "visit", "household", "posting", "grant"]; writes: [] };
  /** A plan as a workbook to walk with. */
  "tour.export": { request: IdRequest; response: Workbook; reads: ["tour", "visit", "household", "posting", "grant"]; writes: [] };
  /** Writes fields of a plan. */
  "tour.save": { request: SaveRequest; response: Saved; reads: []; writes: ["tour"] };
  /** Deletes a plan, with a reason. */
  "tour.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["tour"] };
  /** A month of days and nights. */
  "stay.month": { request: MonthRequest; response: Month; reads: ["stay", "visit"]; writes: [] };
  /** The recorded days of a month as a workbook. */
  "stay.export": { request: MonthRequest; response: Workbook; reads: ["stay", "visit"]; writes: [] };
  /** Records days and nights of oneself. */
  "stay.record": { request: StayRecord; response: StayRecorded; reads: []; writes: ["stay"] };
  /** Deletes a day, with a reason. */
  "stay.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["stay"] };
  /** Measures of one's area, filtered and counted. */
  "measure.list": { request: MeasureQuery; response: MeasurePage; reads: ["measure", "household"]; writes: [] };
  /** A list of measures as a workbook. */
  "measure.export": { request: MeasureQuery; response: Workbook; reads: ["measure", "household"]; writes: [] };
  /** A list of measures, to be printed. */
  "measure.print": { request: MeasureQuery; response: Paper; reads: ["measure", "household"]; writes: [] };
  /** One measure, as the list shows it. */
  "measure.get": { request: IdRequest; response: MeasureRow; reads: ["measure", "household", "photo"]; writes: [] };
  /** Classes of measures that answer the causes and risks of a household: offered, never entered. */
  "measure.suggest": { request: IdRequest; response: MeasureSuggestion; reads: ["household", "measure"]; writes: [] };
  /** Writes fields of a measure. */
  "measure.save": { request: SaveRequest; response: Saved; reads: []; writes: ["measure"] };
  /** Deletes a measure, with a reason. */
  "measure.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["measure"] };
  /** Problems of one's area, filtered and counted. */
  "problem.list": { request: ProblemQuery; response: ProblemPage; reads: ["problem", "problem_step", "household"]; writes: [] };
  /** A list of problems as a workbook. */
  "problem.export": { request: ProblemQuery; response: Workbook; reads: ["problem", "problem_step", "household"]; writes: [] };
  /** The ledger as it is listed, to be printed in the columns of H17. */
  "problem.print": { request: ProblemQuery; response: Paper; reads: ["problem", "problem_step", "household"]; writes: [] };
  /** One problem with what was done about it, and what the asker may do. */
  "problem.get": { request: IdRequest; response: ProblemDetail; reads: ["problem", "problem_step", "household", "visit", "photo"]; writes: [] };
  /** What the form of a problem offers for a place. */
  "problem.choices": { request: ProblemPlace; response: ProblemChoices; reads: ["problem", "posting", "grant", "division"]; writes: [] };
  /** Withdraws a problem that nobody has done anything about, with a reason. */
  "problem.remove": { request: RemoveRequest; response: Saved; reads: []; writes: ["problem"] };
  /** Writes fields of a problem; its state follows from the acts. */
  "problem.save": { request: SaveRequest; response: Saved; reads: []; writes: ["problem"] };
  /** Does something about a problem: takes it on, says how far it is, hands it in, sends it back, closes it. */
  "problem.step": { request: ProblemAct; response: Saved; reads: []; writes: ["problem", "problem_step", "photo"] };
  /** Makes a single problem part of a common one, or takes it out again. */
  "problem.merge": { request: ProblemMerge; response: Saved; reads: []; writes: ["problem"] };
  /** The photos of a visit, measure or problem. */
  "photo.list": { request: PhotosOf; response: PhotoList; reads: ["photo"]; writes: [] };
  /** More photos of a visit, measure or problem that is there. */
  "photo.add": { request: PhotoAdd; response: Saved; reads: []; writes: ["photo"] };
  /** Shows a masked field, and records that it was shown. */
  "reveal.get": { request: RevealRequest; response: Revealed; reads: []; writes: ["reveal"] };
  /** What one has looked at behind a mask, the newest first. */
  "reveal.list": { request: PageRequest; response: RevealPage; reads: ["reveal"]; writes: [] };
  /** The people who work in one's area, by role. */
  "person.list": { request: Empty; response: People; reads: ["person", "posting", "grant"]; writes: [] };
  /** Shows one of the two values of a masked field in conflict, and records that it was shown. */
  "conflict.reveal": { request: ConflictReveal; response: Revealed; reads: []; writes: ["reveal"] };
  /** Puts back what a change set of one's own has changed. */
  "undo.run": { request: UndoRequest; response: Undone; reads: []; writes: ["visit", "stay", "measure", "problem", "problem_step", "request", "wish", "distribution", "portion", "tour", "inquiry", "household", "member", "income", "status_event", "remark_off", "photo", "household_plan", "household_plan_line", "village_plan", "village_plan_line", "housing_solution"] };
  /** Imports of rosters on this laptop, the newest first. */
  "import.runs": { request: PageRequest; response: ImportRunPage; reads: ["household", "member"]; writes: [] };
  /** Households of which something stayed when an import was undone. */
  "import.stayed": { request: ImportStayedRequest; response: ImportStayedPage; reads: ["household", "member"]; writes: [] };
  /** Forms typed and not yet saved. */
  "draft.list": { request: Empty; response: Array<Draft>; reads: ["draft"]; writes: [] };
  /** Keeps what is typed. */
  "draft.save": { request: DraftSave; response: Empty; reads: []; writes: ["draft"] };
  /** Forgets a draft. */
  "draft.remove": { request: DraftKey; response: Empty; reads: []; writes: ["draft"] };
  /** One's settings. */
  "settings.get": { request: Empty; response: Settings; reads: ["settings"]; writes: [] };
  /** Keeps them. */
  "settings.save": { request: Settings; response: Settings; reads: []; writes: ["settings"] };
  /** Named filters. */
  "filter.list": { request: Empty; response: Array<SavedFilter>; reads: ["filter"]; writes: [] };
  /** Keeps a named filter. */
  "filter.save": { request: SavedFilter; response: Empty; reads: []; writes: ["filter"] };
  /** Forgets one. */
  "filter.remove": { request: SavedFilter; response: Empty; reads: []; writes: ["filter"] };
  /** How far this laptop has come. */
  "sync.status": { request: Empty; response: SyncStatus; reads: ["*"]; writes: [] };
  /** Records that wait for a receipt. */
  "sync.outbox": { request: PageRequest; response: OutboxPage; reads: ["*"]; writes: [] };
  /** Receipts of the county. */
  "sync.receipts": { request: PageRequest; response: ReceiptPage; reads: ["*"]; writes: [] };
  /** How the last syncs went. */
  "sync.runs": { request: PageRequest; response: SyncRunPage; reads: ["*"]; writes: [] };
  /** Two values of one record, both kept. */
  "sync.conflicts": { request: PageRequest; response: ConflictPage; reads: ["*"]; writes: [] };
  /** Change sets that need a person. */
  "sync.refused": { request: PageRequest; response: RefusedPage; reads: ["*"]; writes: [] };
  /** Laptops of one's area. */
  "device.list": { request: PageRequest; response: DevicePage; reads: ["device"]; writes: [] };
  /** How fresh the county is. */
  "county.status": { request: Empty; response: CountyStatus; reads: ["*"]; writes: [] };
  /** Rows of any record in one's area, by id. */
  "record.list": { request: RecordQuery; response: RecordPage; reads: ["*"]; writes: [] };
  /** One row of any record. */
  "record.get": { request: RecordRequest; response: RecordView; reads: ["*"]; writes: [] };
  /** Which record an id belongs to. */
  "record.find": { request: IdRequest; response: RecordFound; reads: ["*"]; writes: [] };
  /** Who changed what on one row. */
  "record.history": { request: RecordRequest; response: HistoryAnswer; reads: ["*"]; writes: [] };
  /** Writes fields of any record. */
  "record.save": { request: RecordSave; response: Saved; reads: []; writes: ["*"] };
  /** Deletes a row of any record, with a reason. */
  "record.remove": { request: RecordRemove; response: Saved; reads: []; writes: ["*"] };
}

/** Desktop only: answered by the window's shell, not by the operations list. A refusal is an ApiError on either. */
export interface ShellOperations {
  "shell.state": { request: Empty; response: ShellState };
  "shell.enrol": { request: EnrolRequest; response: ShellState };
  "shell.unlock": { request: UnlockRequest; response: ShellState };
  "shell.lock": { request: Empty; response: ShellState };
  "shell.switch": { request: SwitchRequest; response: ShellState };
  "shell.facts": { request: Empty; response: LaptopFacts };
  "shell.faults": { request: Empty; response: Faults };
  "shell.change_passphrase": { request: PassphraseChange; response: ShellState };
  "shell.make_recovery": { request: UnlockRequest; response: RecoveryMade };
  "shell.recover": { request: RecoverRequest; response: ShellState };
  "shell.stop_backup": { request: Empty; response: Empty };
  "shell.restore": { request: RestoreRequest; response: ShellState };
  "shell.touch": { request: Empty; response: Empty };
  "import.state": { request: Empty; response: ImportSummary | null };
  "import.list": { request: ImportQuery; response: ImportPage };
  "import.home": { request: ImportAt; response: ImportHome };
  "import.choose": { request: ImportChoice; response: ImportSummary };
  "import.take": { request: Empty; response: ImportTaken };
  "import.stop": { request: Empty; response: Empty };
  "import.close": { request: Empty; response: Empty };
  "import.undo": { request: IdRequest; response: ImportUndone };
  "history.fetch": { request: RecordRequest; response: Empty };
  "sync.start": { request: Empty; response: Empty };
  "sync.stop": { request: Empty; response: Empty };
}

/** The same lists for the running program: which records an answer is made of, which a call changes. */
export const READS: { readonly [K in keyof Operations]: Readonly<Operations[K]["reads"]> } = {
  "session.get": [],
  "session.give_today": [],
  "workbench.get": ["household", "visit", "stay", "measure", "problem", "request", "conflict", "draft"],
  "household.list": ["household", "member", "remark_off", "visit", "measure", "problem", "housing_solution"],
  "household.export": ["household", "member", "visit", "measure", "problem", "housing_solution"],
  "household.print": ["household", "member", "visit", "measure", "problem", "housing_solution"],
  "household.search": ["household", "member"],
  "household.card": ["household", "member", "income", "status_event", "remark_off", "visit", "measure", "problem", "request"],
  "household.sheet": ["household", "member", "income", "visit", "measure", "problem"],
  "household.notice": ["household", "member", "visit", "measure", "person", "unit", "posting", "assignment"],
  "household.history": ["household", "member", "income", "status_event", "measure", "household_plan", "household_plan_line", "housing_solution"],
  "household.timeline": ["household", "measure", "problem", "visit", "household_plan", "housing_solution"],
  "plan.household": ["household", "member", "income", "household_plan", "household_plan_line"],
  "plan.village": ["village_plan", "village_plan_line"],
  "housing.get": ["household", "housing_solution"],
  "household.save": [],
  "household.event": [],
  "income.save": [],
  "member.save": [],
  "visit.list": ["visit", "household", "problem", "photo"],
  "visit.export": ["visit", "household", "problem", "photo"],
  "visit.print": ["visit", "household", "problem", "photo"],
  "visit.detail": ["visit", "photo", "problem", "request"],
  "visit.context": ["visit", "problem", "measure", "request"],
  "visit.record": [],
  "visit.remove": [],
  "visit.restore": [],
  "request.list": ["request", "household"],
  "request.export": ["request", "household"],
  "request.print": ["request", "household"],
  "request.get": ["request", "household"],
  "request.save": [],
  "request.remove": [],
  "wish.list": ["wish", "household"],
  "wish.export": ["wish", "household"],
  "wish.print": ["wish", "household"],
  "wish.get": ["wish", "household"],
  "wish.save": [],
  "wish.remove": [],
  "distribution.list": ["distribution", "portion", "household"],
  "distribution.export": ["distribution", "portion", "household"],
  "distribution.print": ["distribution", "portion", "household"],
  "distribution.roll": ["distribution", "portion", "household"],
  "distribution.get": ["distribution", "portion", "household"],
  "distribution.save": [],
  "distribution.receive": [],
  "distribution.remove": [],
  "inquiry.list": ["inquiry", "division"],
  "inquiry.get": ["inquiry", "division"],
  "inquiry.choices": ["inquiry", "division", "grant"],
  "inquiry.export": ["inquiry", "division"],
  "inquiry.save": [],
  "inquiry.remove": [],
  "tour.list": ["tour", "visit", "household", "posting", "grant"],
  "tour.get": ["tour", "visit", "household", "posting", "grant"],
  "tour.export": ["tour", "visit", "household", "posting", "grant"],
  "tour.save": [],
  "tour.remove": [],
  "stay.month": ["stay", "visit"],
  "stay.export": ["stay", "visit"],
  "stay.record": [],
  "stay.remove": [],
  "measure.list": ["measure", "household"],
  "measure.export": ["measure", "household"],
  "measure.print": ["measure", "household"],
  "measure.get": ["measure", "household", "photo"],
  "measure.suggest": ["household", "measure"],
  "measure.save": [],
  "measure.remove": [],
  "problem.list": ["problem", "problem_step", "household"],
  "problem.export": ["problem", "problem_step", "household"],
  "problem.print": ["problem", "problem_step", "household"],
  "problem.get": ["problem", "problem_step", "household", "visit", "photo"],
  "problem.choices": ["problem", "posting", "grant", "division"],
  "problem.remove": [],
  "problem.save": [],
  "problem.step": [],
  "problem.merge": [],
  "photo.list": ["photo"],
  "photo.add": [],
  "reveal.get": [],
  "reveal.list": ["reveal"],
  "person.list": ["person", "posting", "grant"],
  "conflict.reveal": [],
  "undo.run": [],
  "import.runs": ["household", "member"],
  "import.stayed": ["household", "member"],
  "draft.list": ["draft"],
  "draft.save": [],
  "draft.remove": [],
  "settings.get": ["settings"],
  "settings.save": [],
  "filter.list": ["filter"],
  "filter.save": [],
  "filter.remove": [],
  "sync.status": ["*"],
  "sync.outbox": ["*"],
  "sync.receipts": ["*"],
  "sync.runs": ["*"],
  "sync.conflicts": ["*"],
  "sync.refused": ["*"],
  "device.list": ["device"],
  "county.status": ["*"],
  "record.list": ["*"],
  "record.get": ["*"],
  "record.find": ["*"],
  "record.history": ["*"],
  "record.save": [],
  "record.remove": [],
};
export const WRITES: { readonly [K in keyof Operations]: Readonly<Operations[K]["writes"]> } = {
  "session.get": [],
  "session.give_today": [],
  "workbench.get": [],
  "household.list": [],
  "household.export": [],
  "household.print": ["reveal"],
  "household.search": [],
  "household.card": [],
  "household.sheet": ["reveal"],
  "household.notice": ["reveal"],
  "household.history": [],
  "household.timeline": [],
  "plan.household": [],
  "plan.village": [],
  "housing.get": [],
  "household.save": ["household"],
  "household.event": ["household", "member", "status_event"],
  "income.save": ["income"],
  "member.save": ["member"],
  "visit.list": [],
  "visit.export": [],
  "visit.print": [],
  "visit.detail": [],
  "visit.context": [],
  "visit.record": ["visit", "problem", "photo", "request"],
  "visit.remove": ["visit"],
  "visit.restore": ["visit"],
  "request.list": [],
  "request.export": [],
  "request.print": [],
  "request.get": [],
  "request.save": ["request"],
  "request.remove": ["request"],
  "wish.list": [],
  "wish.export": [],
  "wish.print": [],
  "wish.get": [],
  "wish.save": ["wish"],
  "wish.remove": ["wish"],
  "distribution.list": [],
  "distribution.export": [],
  "distribution.print": [],
  "distribution.roll": [],
  "distribution.get": [],
  "distribution.save": ["distribution", "portion"],
  "distribution.receive": ["portion"],
  "distribution.remove": ["distribution"],
  "inquiry.list": [],
  "inquiry.get": [],
  "inquiry.choices": [],
  "inquiry.export": [],
  "inquiry.save": ["inquiry"],
  "inquiry.remove": ["inquiry"],
  "tour.list": [],
  "tour.get": [],
  "tour.export": [],
  "tour.save": ["tour"],
  "tour.remove": ["tour"],
  "stay.month": [],
  "stay.export": [],
  "stay.record": ["stay"],
  "stay.remove": ["stay"],
  "measure.list": [],
  "measure.export": [],
  "measure.print": [],
  "measure.get": [],
  "measure.suggest": [],
  "measure.save": ["measure"],
  "measure.remove": ["measure"],
  "problem.list": [],
  "problem.export": [],
  "problem.print": [],
  "problem.get": [],
  "problem.choices": [],
  "problem.remove": ["problem"],
  "problem.save": ["problem"],
  "problem.step": ["problem", "problem_step", "photo"],
  "problem.merge": ["problem"],
  "photo.list": [],
  "photo.add": ["photo"],
  "reveal.get": ["reveal"],
  "reveal.list": [],
  "person.list": [],
  "conflict.reveal": ["reveal"],
  "undo.run": ["visit", "stay", "measure", "problem", "problem_step", "request", "wish", "distribution", "portion", "tour", "inquiry", "household", "member", "income", "status_event", "remark_off", "photo", "household_plan", "household_plan_line", "village_plan", "village_plan_line", "housing_solution"],
  "import.runs": [],
  "import.stayed": [],
  "draft.list": [],
  "draft.save": ["draft"],
  "draft.remove": ["draft"],
  "settings.get": [],
  "settings.save": ["settings"],
  "filter.list": [],
  "filter.save": ["filter"],
  "filter.remove": ["filter"],
  "sync.status": [],
  "sync.outbox": [],
  "sync.receipts": [],
  "sync.runs": [],
  "sync.conflicts": [],
  "sync.refused": [],
  "device.list": [],
  "county.status": [],
  "record.list": [],
  "record.get": [],
  "record.find": [],
  "record.history": [],
  "record.save": ["*"],
  "record.remove": ["*"],
};

/** Forms of the counties with the fields that they ask for, `record.field`; editions of one form share its name. */
export const FORMS: readonly { code: string; 'zh-CN': string; en: string; fields: readonly string[] }[] = [
  { code: "H1", 'zh-CN': "贫困户花名册", en: "roster of poor households", fields: ["household.division_code", "household.group_name", "household.number", "household.state", "household.attribute", "household.causes", "household.house_unsafe", "household.water_safe", "household.water_hard", "household.income_per_head_fen", "household.phone", "member.number", "member.name", "member.id_number", "member.relation", "member.ethnicity", "member.education", "member.schooling", "member.health", "member.labour", "member.work_where", "member.work_months", "member.serious_illness_insured"] },
  { code: "H2", 'zh-CN': "贫困户花名册", en: "roster of poor households", fields: ["household.out_of_poverty_year", "household.helper_name"] },
  { code: "H3", 'zh-CN': "脱贫人口查询表", en: "list of people out of poverty", fields: ["household.division_code", "household.number", "household.phone", "household.standard", "household.head_member_id", "member.number", "member.name", "member.gender", "member.born_on", "member.id_kind", "member.id_number", "member.ethnicity", "member.phone", "member.relation", "member.education", "member.schooling", "member.labour", "member.work_months", "member.health", "member.politics", "member.employer", "member.allowance", "member.serious_illness_insured", "member.medical_insured", "member.pension_insured", "member.disability", "member.work_where", "member.works_abroad", "member.industry_kind", "member.job_channel", "member.public_post", "member.public_post_months", "member.employee_medical", "member.commercial_medical", "member.employee_pension", "member.medical_aid", "member.other_health_aid", "member.destitute", "member.out_of_school_reason", "member.mandarin", "member.disability_year", "member.relocated_person"] },
  { code: "H4", 'zh-CN': "边缘易致贫人口名单", en: "list of people at the margin", fields: ["household.division_code", "household.group_name", "household.number", "household.causes", "household.house_unsafe", "household.water_safe", "household.income_per_head_fen", "household.phone", "household.identified_year", "household.kind", "household.monitored_kind", "household.risk_gone", "household.watched_on", "household.risk_gone_on", "member.number", "member.name", "member.id_number", "member.relation", "member.ethnicity", "member.education", "member.schooling", "member.health", "member.labour", "member.work_months", "member.serious_illness_insured", "member.phone"] },
  { code: "H5", 'zh-CN': "监测对象信息采集表", en: "form of watched households", fields: ["household.number", "household.kind", "household.monitored_kind", "household.risks", "household.water_safe", "household.house_unsafe", "household.income_per_head_fen", "household.address", "household.phone", "household.helper_name", "household.note", "household.in_resettlement_area", "household.resettlement_address", "household.without_labour_supported", "household.led_by_enterprise", "household.led_by_person", "household.watched_on", "household.risk_gone", "household.risk_gone_on", "household.risk_gone_by", "member.gender", "member.born_on", "member.relation", "member.ethnicity", "member.health", "member.labour", "member.schooling", "member.medical_insured", "member.serious_illness_insured", "member.pension_insured", "member.employee_medical", "member.out_of_school_reason", "measure.class"] },
  { code: "H6", 'zh-CN': "贫困户信息采集表", en: "form of poor households", fields: ["household.address", "household.bank_name", "household.bank_account", "household.house_grade", "household.phone", "household.fallen_back_cause", "household.fallen_back_year", "household.military_family", "household.farmland_centimu", "household.irrigated_centimu", "household.woodland_centimu", "household.returned_woodland_centimu", "household.orchard_centimu", "household.grassland_centimu", "household.water_centimu", "household.working_power", "household.home_power", "household.broadcast", "household.road_metres", "household.road_kind", "household.house_dm2", "household.sanitary_toilet", "household.fuel", "household.in_cooperative", "household.wants_relocation", "household.relocated", "household.relocation_mode", "household.resettlement", "household.resettlement_place", "household.relocation_difficulties", "member.name", "member.gender", "member.id_number", "member.relation", "member.ethnicity", "member.politics", "member.education", "member.schooling", "member.health", "member.illness", "member.labour", "member.work_where", "member.work_months", "member.serious_illness_insured", "member.allowance", "member.employer", "member.illness_grade", "member.in_army", "income.year", "income.item", "income.amount_fen"] },
  { code: "H7", 'zh-CN': "扶贫手册", en: "household's handbook", fields: ["member.name", "member.relation", "member.gender", "member.education", "member.schooling", "member.labour", "member.health", "member.id_number", "member.medical_insured", "member.pension_insured", "member.allowance"] },
  { code: "H8", 'zh-CN': "家庭成员管理表", en: "register of members", fields: ["status_event.kind", "status_event.happened_on", "status_event.member_id", "household.number", "member.relation", "member.name", "member.gender", "member.id_number", "member.born_on", "member.ethnicity", "member.phone", "member.schooling", "member.politics", "member.education", "member.health", "member.disability", "member.labour", "member.work_where", "member.employer", "member.work_months", "member.medical_insured", "member.serious_illness_insured", "member.pension_insured", "member.allowance", "member.married", "member.in_army", "member.employee_medical", "member.employee_pension", "member.destitute"] },
  { code: "H9", 'zh-CN': "帮扶责任人表", en: "list of helpers", fields: ["household.helper_name"] },
  { code: "H11", 'zh-CN': "走访记录", en: "record of visits", fields: ["visit.visited_on", "visit.person_ids", "visit.purposes", "visit.note"] },
  { code: "H12", 'zh-CN': "扶贫手册", en: "household's handbook", fields: ["measure.class", "measure.unit_id", "measure.content", "measure.amount_fen", "measure.starts_on", "measure.due_on", "housing_solution.kind", "housing_solution.decided_on", "housing_solution.started_on", "housing_solution.finished_on"] },
  { code: "H13", 'zh-CN': "户级汇总表", en: "summary by household", fields: ["household.number", "household.head_member_id", "household.state", "household.out_of_poverty_year", "household.identified_year", "household.attribute"] },
  { code: "H14", 'zh-CN': "村级台账", en: "village ledger", fields: ["household.out_of_poverty_year", "household.causes", "household.helper_name", "household.monitored_kind", "household.risks", "member.disability", "member.illness", "member.work_where", "member.employer", "measure.content"] },
  { code: "H16", 'zh-CN': "驻村考勤表", en: "sheet of days in the village", fields: ["stay.person_id", "stay.stayed_on", "stay.day", "stay.night", "stay.note"] },
  { code: "H17", 'zh-CN': "整改台账", en: "ledger of problems", fields: ["problem.source", "problem.kind", "problem.division_code", "problem.household_id", "problem.content", "problem.remedy", "problem.lead_unit_id", "problem.unit_id", "problem.person_id", "problem.due_on", "problem.state", "problem.result"] },
  { code: "P1", 'zh-CN': "帮扶计划", en: "plan of help", fields: ["measure.goal", "measure.person_id", "measure.due_on", "household_plan.year", "household_plan.goal", "household_plan.agreed_on", "household_plan_line.year", "household_plan_line.item", "household_plan_line.content", "household_plan_line.by_whom", "household_plan_line.expected_fen", "household_plan_line.due_on"] },
  { code: "POL-21", 'zh-CN': "六项到户政策", en: "six policies that reach households", fields: ["member.medical_insured", "member.medical_aid", "member.serious_illness_insured", "member.education_aid", "member.disability_aid", "member.allowance"] },
  { code: "REG-01", 'zh-CN': "建档立卡进出记录", en: "record of entries and exits", fields: ["status_event.household_id", "status_event.member_id", "status_event.kind", "status_event.happened_on", "status_event.reason", "status_event.evidence", "status_event.before", "status_event.after"] },
  { code: "REG-09", 'zh-CN': "干部亲属把关表", en: "check of cadres' relatives", fields: ["household.cadre_level", "household.cadre_name", "household.cadre_relation"] },
  { code: "REG-10", 'zh-CN': "分户核查表", en: "check of split households", fields: ["household.split_from", "household.split_on", "household.merged_into", "household.merged_on", "status_event.other_household_id"] },
  { code: "Q1", 'zh-CN': "入户了解班子和工作队", en: "questions about team and committee", fields: ["inquiry.village_code", "inquiry.asked_on", "inquiry.person_id", "inquiry.team_lives_here", "inquiry.team_came", "inquiry.team_explained", "inquiry.team_helped", "inquiry.committee_fair", "inquiry.committee_open", "inquiry.committee_there", "inquiry.note"] },
  { code: "V1", 'zh-CN': "诉求台账", en: "ledger of requests", fields: ["request.raised_on", "request.content", "request.person_id", "request.due_on", "request.state", "request.result", "request.solved_on", "request.confirmed_on", "request.confirmed_by"] },
  { code: "V2", 'zh-CN': "微心愿认领表", en: "list of small wishes", fields: ["wish.raised_on", "wish.content", "wish.wished_by", "wish.donor", "wish.fulfilled_on", "wish.note"] },
  { code: "V3", 'zh-CN': "物资发放花名册", en: "roll of things given out", fields: ["distribution.given_on", "distribution.item", "distribution.quantity", "distribution.quantity_unit", "distribution.source", "portion.received_on", "portion.received_by"] },
];
