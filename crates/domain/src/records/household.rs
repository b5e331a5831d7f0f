//! 农户. Source of the fields: `domain-reference.md` §2.2.

use super::{Anchor, Sensitive};
use crate::{Id, codes};

crate::record! {
    /// A household on file.
    Household = 10 in "household", Anchor::Own(11) => {
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
    }
}

impl Household {
    /// The one id of the household with this official number (`sync.md` §3).
    pub fn id(id_key: &[u8; 32], number: &str) -> Id {
        Id::keyed(id_key, 10, number)
    }
}
