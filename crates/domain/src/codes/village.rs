//! Lists of places and units.

use super::code_list;

code_list! {
    /// 隶属关系 of a unit (AAP004).
    AFFILIATION in "affiliation" {
        "01" "中央" "central",
        "02" "省" "province" ["省级", "省(自治区、直辖市)"],
        "03" "市" "city" ["市级", "市(地、州、盟)"],
        "04" "县" "county" ["县级", "县(市、区、旗)"],
        "05" "乡镇" "township" ["乡(镇)", "乡", "镇"],
        "06" "部队" "army",
        "99" "其他" "other" ["其它"],
    }
}

code_list! {
    /// Levels of a division, by the length of its code.
    DIVISION_LEVEL in "division_level" {
        "province" "省" "province",
        "city" "市" "city",
        "county" "县" "county" ["县(市、区、旗)"],
        "township" "乡镇" "township" ["乡(镇)", "街道"],
        "village" "村" "village" ["行政村", "社区"],
    }
}

code_list! {
    /// 城乡分类.
    URBAN_RURAL in "urban_rural" {
        "111" "主城区" "city centre",
        "112" "城乡结合区" "edge of the city",
        "121" "镇中心区" "town centre",
        "122" "镇乡结合区" "edge of the town",
        "123" "特殊区域" "special area",
        "210" "乡中心区" "township centre",
        "220" "村庄" "village",
    }
}
