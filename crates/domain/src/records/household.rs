//! 农户. Source of the fields: `domain-reference.md` §2.2.

use chrono::NaiveDate;

use super::{Anchor, Sensitive, not_negative};
use crate::{Cells, Id, Violation, codes};

crate::record! {
    /// A household on file.
    Household = 10 in "household", Anchor::Own(11), rules rules => {
        /// 户编号: opaque text.
        number: Text = 10,
        /// Its village.
        division_code: Division = 11 [required],
        /// 村民小组 or 自然村.
        group_name: Text = 12,
        /// 家庭住址.
        address: Text = 13,
        /// 联系电话 of the household.
        phone: Text = 14 [sensitive(Sensitive::Phone)],
        /// 户主.
        head_member_id: Id = 15,
        /// 户类型.
        kind: Code = 16 [codes(&codes::HOUSEHOLD_KIND)],
        /// 贫困户属性.
        attribute: Code = 17 [codes(&codes::ATTRIBUTE)],
        /// 致贫原因, the main one first.
        causes: List = 18 [codes(&codes::CAUSE)],
        /// 脱贫状态.
        state: Code = 19 [codes(&codes::STATE)],
        /// 脱贫年度.
        out_of_poverty_year: Integer = 20,
        /// 首次识别年度.
        identified_year: Integer = 21,
        /// 识别标准.
        standard: Code = 22 [codes(&codes::STANDARD)],
        /// 饮水是否困难.
        water_hard: Flag = 23,
        /// 饮水是否安全.
        water_safe: Flag = 24,
        /// 是否危房户.
        house_unsafe: Flag = 25,
        /// 危房等级.
        house_grade: Code = 26 [codes(&codes::HOUSE_GRADE)],
        /// 开户银行.
        bank_name: Text = 27,
        /// 银行账号.
        bank_account: Text = 28 [keep, sensitive(Sensitive::Account)],
        /// 人均纯收入 as the last roster gives it, in fen.
        income_per_head_fen: Fen = 29,
        /// 帮扶责任人, as a roster names them.
        helper_name: Text = 30,
        /// 监测对象类别.
        monitored_kind: Code = 31 [codes(&codes::MONITORED_KIND)],
        /// 致贫返贫风险.
        risks: List = 32 [codes(&codes::RISK)],
        /// 备注.
        note: Text = 33,
        /// 返贫原因.
        fallen_back_cause: Code = 34 [codes(&codes::CAUSE)],
        /// 返贫年度.
        fallen_back_year: Integer = 35 [group(34)],
        /// 是否军烈属.
        military_family: Flag = 36,
        /// 耕地, in hundredths of a mu; so for the other kinds of land.
        farmland_centimu: Integer = 37,
        /// 有效灌溉.
        irrigated_centimu: Integer = 38,
        /// 林地.
        woodland_centimu: Integer = 39,
        /// 退耕还林.
        returned_woodland_centimu: Integer = 40,
        /// 林果.
        orchard_centimu: Integer = 41,
        /// 牧草地.
        grassland_centimu: Integer = 42,
        /// 水面.
        water_centimu: Integer = 43,
        /// 是否通生产用电.
        working_power: Flag = 44,
        /// 是否通生活用电.
        home_power: Flag = 45,
        /// 是否通广播电视.
        broadcast: Flag = 46,
        /// 与村主干路距离, in metres.
        road_metres: Integer = 47,
        /// 入户路类型.
        road_kind: Code = 48 [codes(&codes::ROAD)],
        /// 住房面积, in hundredths of a square metre.
        house_dm2: Integer = 49,
        /// 有无卫生厕所.
        sanitary_toilet: Flag = 50,
        /// 主要燃料类型.
        fuel: Code = 51 [codes(&codes::FUEL)],
        /// 是否加入农民专业合作社.
        in_cooperative: Flag = 52,
        /// 是否有龙头企业带动.
        led_by_enterprise: Flag = 53,
        /// 是否有创业致富带头人带动.
        led_by_person: Flag = 54,
        /// 是否有搬迁意愿.
        wants_relocation: Flag = 55,
        /// 是否易地搬迁户.
        relocated: Flag = 56,
        /// 搬迁方式.
        relocation_mode: Code = 57 [codes(&codes::RELOCATION_MODE)],
        /// 安置方式.
        resettlement: Code = 58 [codes(&codes::RESETTLEMENT)],
        /// 安置地.
        resettlement_place: Code = 59 [codes(&codes::RESETTLEMENT_PLACE)],
        /// 搬迁可能存在的困难.
        relocation_difficulties: List = 60 [codes(&codes::RELOCATION_DIFFICULTY)],
        /// 居住在易地搬迁集中安置区.
        in_resettlement_area: Flag = 61,
        /// 安置区地址.
        resettlement_address: Text = 62,
        /// 整户无劳动能力兜底保障户.
        without_labour_supported: Flag = 63,
        /// 干部亲属: of a cadre of which level.
        cadre_level: Code = 64 [codes(&codes::CADRE_LEVEL)],
        /// Which cadre.
        cadre_name: Text = 65 [group(64)],
        /// What the household is to the cadre.
        cadre_relation: Text = 66 [group(64)],
        /// 识别监测时间.
        watched_on: Date = 67,
        /// 风险是否已消除.
        risk_gone: Flag = 68,
        /// 风险消除时间.
        risk_gone_on: Date = 69 [group(68)],
        /// 风险消除方式.
        risk_gone_by: Code = 70 [group(68), codes(&codes::RISK_GONE_BY)],
        /// 分户: the household that this one came from.
        split_from: Id = 71,
        /// When.
        split_on: Date = 72 [group(71)],
        /// 合户: the household that this one was joined to; it is in no count any more, and what hangs on it stays.
        merged_into: Id = 73,
        /// When.
        merged_on: Date = 74 [group(73)],
    }
}

impl Household {
    /// The one id of the household with this official number (`sync.md` §3).
    pub fn id(id_key: &[u8; 32], number: &str) -> Id {
        Id::keyed(id_key, 10, number)
    }
}

/// Land, ways and rooms have no size below nothing.
fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    not_negative(
        cells,
        &[
            (Household::farmland_centimu, "farmland_centimu"),
            (Household::irrigated_centimu, "irrigated_centimu"),
            (Household::woodland_centimu, "woodland_centimu"),
            (
                Household::returned_woodland_centimu,
                "returned_woodland_centimu",
            ),
            (Household::orchard_centimu, "orchard_centimu"),
            (Household::grassland_centimu, "grassland_centimu"),
            (Household::water_centimu, "water_centimu"),
            (Household::road_metres, "road_metres"),
            (Household::house_dm2, "house_dm2"),
        ],
    )
}
