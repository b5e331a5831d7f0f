//! Lists of the household: `domain-reference.md` §2.2 and §2.4–§2.6.

use super::code_list;

code_list! {
    /// 户类型 and the eight kinds that one village app keeps.
    HOUSEHOLD_KIND in "household_kind" {
        "一般农户" "一般农户" "ordinary household" ["普通农户"],
        "脱贫户" "脱贫户" "household lifted out of poverty" ["脱贫享受政策户", "建档立卡户"],
        "其他脱贫户" "其他脱贫户" "other household lifted out of poverty",
        "低保户" "低保户" "household on minimum allowance",
        "分散供养特困人员" "分散供养特困人员" "destitute people cared for at home" ["五保户", "特困户"],
        "农村低保边缘家庭" "农村低保边缘家庭" "household at the margin of the allowance",
        "严重困难户" "严重困难户" "household in serious difficulty",
    }
}

code_list! {
    /// 监测对象类别.
    MONITORED_KIND in "monitored_kind" {
        "脱贫不稳定户" "脱贫不稳定户" "unstable after poverty",
        "边缘易致贫户" "边缘易致贫户" "at the margin of poverty" ["边缘户"],
        "突发严重困难户" "突发严重困难户" "in sudden serious difficulty",
    }
}

code_list! {
    /// 贫困户属性 (AAC006).
    ATTRIBUTE in "attribute" {
        "01" "一般贫困户" "ordinary poor household",
        "02" "低保脱贫户" "lifted out, on allowance",
        "03" "特困供养脱贫户" "lifted out, cared for",
        "04" "低保贫困户" "poor, on allowance",
        "05" "一般脱贫户" "lifted out",
        "06" "特困供养贫困户" "poor, cared for" ["五保贫困户"],
        "07" "低保特困供养贫困户" "poor, on allowance and cared for",
        "08" "低保特困供养户" "on allowance and cared for",
        "低保户" "低保户" "on allowance",
        "五保户" "五保户" "cared for",
    }
}

code_list! {
    /// 脱贫状态, 脱贫属性 (AAR010). 已脱贫 alone does not say which of the two kinds it is.
    STATE in "state" {
        "0" "未脱贫" "poor",
        "1" "已脱贫(享受政策)" "lifted out, policies go on" ["已脱贫（享受政策）", "脱贫享受政策"],
        "3" "返贫" "fallen back" ["返贫户"],
        "4" "已脱贫(不再享受政策)" "lifted out, policies ended" ["已脱贫（不再享受政策）", "脱贫不享受政策"],
        "已脱贫" "已脱贫" "lifted out" ["脱贫"],
        "预脱贫" "预脱贫" "to be lifted out",
    }
}

code_list! {
    /// 识别标准 (AAC005).
    STANDARD in "standard" {
        "0" "国家标准" "national" ["国定标准"],
        "1" "省定标准" "provincial" ["省级标准"],
        "2" "市定标准" "of the city" ["市级标准"],
    }
}

code_list! {
    /// 致贫原因, 返贫原因 (AAC007–AAC009).
    CAUSE in "cause" {
        "01" "因病" "illness",
        "02" "因残" "disability",
        "03" "因学" "schooling",
        "04" "因灾" "disaster",
        "05" "缺土地" "lack of land" ["缺少土地", "因缺土地"],
        "06" "缺水" "lack of water" ["因缺水"],
        "07" "缺技术" "lack of skills" ["因缺技术"],
        "08" "缺劳力" "lack of labour" ["缺劳动力", "因缺劳动力", "因缺劳力"],
        "09" "缺资金" "lack of money" ["因缺资金"],
        "10" "交通条件落后" "bad roads",
        "11" "自身发展动力不足" "lack of drive" ["自身发展力不足"],
        "12" "其他" "other" ["其它"],
        "13" "因婚" "marriage",
        "14" "产业扶贫失败" "failed business",
        "因丧" "因丧" "bereavement",
        "缺住房" "缺住房" "lack of housing",
        "缺电" "缺电" "lack of electricity",
    }
}

code_list! {
    /// 致贫返贫风险, up to five a household.
    RISK in "risk" {
        "01" "因病" "illness",
        "02" "因自然灾害" "natural disaster" ["因灾"],
        "0201" "洪涝" "flood",
        "0202" "地质" "landslide",
        "0203" "旱灾" "drought",
        "0204" "生物" "pests",
        "0205" "气象" "weather",
        "0206" "地震" "earthquake",
        "0299" "其他灾害" "other disaster",
        "03" "因残" "disability",
        "04" "缺劳动力" "lack of labour" ["因缺劳动力", "缺劳力"],
        "05" "因意外事故" "accident",
        "06" "因产业失败" "failed business",
        "07" "因务工就业不稳" "unsteady work",
        "09" "因学" "schooling",
        "99" "其他" "other" ["其它"],
        "因安全住房" "因安全住房" "unsafe house",
        "因安全饮水" "因安全饮水" "unsafe water",
    }
}

code_list! {
    /// 入户路类型 (AAC316).
    ROAD in "road" {
        "01" "泥土路" "earth",
        "02" "砂石路" "gravel",
        "03" "水泥路" "concrete",
        "04" "沥青路" "asphalt" ["柏油路"],
    }
}

code_list! {
    /// 主要燃料类型 (AAC320).
    FUEL in "fuel" {
        "01" "柴草" "firewood",
        "02" "干畜粪" "dung",
        "03" "煤炭" "coal",
        "04" "清洁能源" "clean energy",
        "99" "其他" "other" ["其它"],
    }
}

code_list! {
    /// 危房等级 (AAC322). C and D count as unsafe.
    HOUSE_GRADE in "house_grade" {
        "1" "A级" "A" ["A"],
        "2" "B级" "B" ["B"],
        "3" "C级" "C" ["C"],
        "4" "D级" "D" ["D"],
        "9" "其他" "other" ["其它"],
    }
}

code_list! {
    /// 搬迁方式.
    RELOCATION_MODE in "relocation_mode" {
        "行政村整体" "行政村整体" "whole village" ["行政区整体"],
        "自然村整体" "自然村整体" "whole hamlet" ["自然村(村民小组)整体", "村民小组整体"],
        "个别搬迁" "个别搬迁" "single household" ["建档立卡贫困户个别搬迁"],
    }
}

code_list! {
    /// 安置方式.
    RESETTLEMENT in "resettlement" {
        "集中安置" "集中安置" "together",
        "分散安置" "分散安置" "scattered",
    }
}

code_list! {
    /// 安置地.
    RESETTLEMENT_PLACE in "resettlement_place" {
        "县城" "县城" "county town",
        "乡镇" "乡镇" "township",
        "村内" "村内" "in the village" ["本村"],
        "村外" "村外" "outside the village",
        "县外" "县外" "outside the county",
    }
}

code_list! {
    /// 搬迁可能存在的困难, several.
    RELOCATION_DIFFICULTY in "relocation_difficulty" {
        "缺乏资金" "缺乏资金" "lack of money",
        "搬迁后找不到工作" "搬迁后找不到工作" "no work after the move",
        "搬迁后生活没着落" "搬迁后生活没着落" "no living after the move",
        "其他" "其他" "other" ["其它"],
    }
}

code_list! {
    /// 风险消除方式.
    RISK_GONE_BY in "risk_gone_by" {
        "帮扶消除" "帮扶消除" "by help",
        "自然消除" "自然消除" "by itself",
    }
}

code_list! {
    /// Of which level the cadre is whose relative the household is (REG-09).
    CADRE_LEVEL in "cadre_level" {
        "village" "村干部" "village cadre" ["村级"],
        "township" "乡镇干部" "township cadre" ["乡干部", "镇干部", "乡镇级"],
    }
}

code_list! {
    /// What an income row counts (§2.5), national aliases where they were seen.
    INCOME_ITEM in "income_item" {
        "AAC073" "工资性收入" "wages",
        "AAC071" "生产经营性收入" "own business, gross",
        "AAC072" "财产性收入" "property",
        "AAC085" "转移性收入" "transfers",
        "AAC076" "计划生育金" "family planning allowance",
        "AAC077" "低保金" "minimum allowance",
        "AAC086" "特困供养金" "care allowance" ["五保金"],
        "AAC087" "养老保险金" "pension",
        "AAC078" "生态补偿金" "ecological compensation",
        "AAC083" "其他转移性收入" "other transfers",
        "AAC074" "生产经营性支出" "own business, cost",
        "AAC081" "年总收入" "total of the year",
        "AAC079" "年纯收入" "net of the year",
        "AAC082" "人均纯收入" "net per head" ["人均纯收入(元)"],
        "理赔收入" "理赔收入" "insurance payouts",
        "合规自付支出" "合规自付支出" "own medical cost",
    }
}
