//! The rules by name, in the order of their list.

use crate::codes;

macro_rules! rules {
    ($($rule:ident, $field:literal, $source:literal;)*) => {
        const COUNT: usize = [$($source),*].len();

        /// A rule; its code and words are in `codes::REMARK`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the words of each stand in the list of codes")]
        pub enum Rule {
            $($rule,)*
        }

        impl Rule {
            /// All of them, in the order of the list.
            pub const ALL: [Self; COUNT] = [$(Self::$rule,)*];

            /// The field beside which it is shown; of those that may mean several fields see `fields_at`.
            pub const fn field(self) -> &'static str {
                match self {
                    $(Self::$rule => $field,)*
                }
            }
        }

        /// Where each rule comes from: its number in the files of counties, or the section of the reference.
        pub static SOURCES: [&str; COUNT] = [$($source,)*];
    };
}

rules! {
    NoHead, "head_member_id", "07";
    SeveralHeads, "head_member_id", "05";
    SeveralSpouses, "head_member_id", "06";
    PhoneDigits, "phone", "15";
    HeadSpouseSex, "head_member_id", "28";
    CauseMissing, "causes", "§2.4";
    CadreRelative, "cadre_level", "REG-09";
    SplitHousehold, "split_from", "REG-10";
    RemovedHousehold, "head_member_id", "REG-10";
    JoinedHousehold, "merged_into", "REG-10";
    DisasterItem, "risks", "2_11_005";
    IllnessNobody, "risks", "5_15_015";
    LabourNotLacking, "risks", "4_11_009, 5_11_029";
    WorkMissing, "risks", "5_15_013, 5_15_014, 2_11_006";
    HelpMissing, "risk_gone_by", "1_11_009";
    HelpLate, "watched_on", "1_11_010";
    GoneAtOnce, "risk_gone_on", "§6.1";
    GoneSchooling, "risks", "3_11_004";
    GoneIllness, "risks", "3_11_003";
    HousingHelp, "risks", "§9";
    WaterHelp, "risks", "5_18_006";
    IdWrong, "id_number", "01";
    IdLength, "id_number", "1_12_004";
    CertificateWrong, "id_number", "1_12_004";
    IdDouble, "id_number", "02, 1_01_002";
    LookAlike, "name", "02";
    IdDiffers, "id_number", "§2.3";
    AgeRange, "id_number", "§7.1";
    RelationUnknown, "relation", "03";
    SexRelation, "relation", "2_01_004";
    LearningBoth, "education", "04";
    LearningNone, "education", "04";
    CodeUnknown, "education", "08, 09, 10, 12";
    HealthMissing, "health", "11, 2_01_001";
    EthnicityMissing, "ethnicity", "2_01_002";
    WorkTime, "work_months", "13";
    WorkPlace, "work_where", "13";
    SeriousIllness, "serious_illness_insured", "14, 2_01_006";
    PensionMissing, "pension_insured", "16";
    MedicalBoth, "medical_insured", "17, 2_01_007";
    MedicalNone, "medical_insured", "17, 2_01_007";
    FlagMissing, "allowance", "18–27";
    PupilAge, "schooling", "§9";
    DropoutHealthy, "out_of_school_reason", "§9";
    WageSmall, "amount_fen", "5_15_023";
    OwnCostMissing, "amount_fen", "5_15_020";
    PerHeadDiffers, "amount_fen", "§2.5";
}

impl Rule {
    /// Its code in `codes::REMARK`.
    pub fn code(self) -> &'static str {
        codes::REMARK.entries[self as usize].code
    }

    /// Where it comes from.
    pub fn source(self) -> &'static str {
        SOURCES[self as usize]
    }

    /// The rule of this code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// Is it about one person?
    pub const fn is_of_person(self) -> bool {
        self as u8 >= Self::IdWrong as u8 && !self.is_of_income()
    }

    /// Is it shown beside the income only, and in no list?
    pub const fn is_of_income(self) -> bool {
        self as u8 >= Self::WageSmall as u8
    }
}
