//! Words of this command line in Chinese.

use terminal::Program;

/// What this program says.
pub(crate) const PROGRAM: Program = Program {
    help: HELP,
    explain,
};

/// A failure's code in Chinese.
fn explain(code: &str) -> Option<&'static str> {
    Some(match code {
        "not_initialised" => "这个文件夹里还没有县的数据",
        "already_initialised" => "这个文件夹里已经有一个县",
        "in_use" => "另一个服务器正在使用这个文件夹",
        "damaged" => "文件损坏",
        "newer_file" => "文件由更新版本的程序写成",
        "county_unknown" => "没有这个县的区划代码",
        "name_taken" => "账号名已被占用",
        "name_malformed" => "账号名须为 1 至 64 个字符，不含空格",
        "role_unknown" => "没有这个角色",
        "area_unknown" => "本县没有这个区划代码",
        "area_above_village" => {
            "这个角色只在一个村：区划代码要 12 位的村代码；在两个村的，一村一个账号，第二个 --person 写第一个的 person_id"
        }
        "password_too_short" => "密码太短",
        "account_unknown" => "没有这个账号",
        "account_disabled" => "账号已停用",
        "last_administrator" => "不能停用最后一名县管理员",
        "device_unknown" => "没有这台电脑",
        "certificate" => "证书或私钥不能使用",
        "address_in_use" => "监听地址已被占用",
        "config" => "配置文件不能使用",
        "usage" => "用法不对",
        "failed" => "操作失败",
        _ => return None,
    })
}

/// Help in Chinese: the path of a command, or of one of its arguments after a dot.
const HELP: &[(&str, &str)] = &[
    ("", "驻村的县服务器"),
    (".data", "县数据文件夹"),
    (".config", "JSON 配置文件"),
    (".json", "在标准输出只打印一个 JSON"),
    (".lang", "消息的语言：zh 或 en，默认随系统"),
    ("init", "建立一个县：密钥、日志、副本和第一名管理员"),
    ("init.county", "县的六位区划代码"),
    ("init.admin", "第一名管理员的账号名"),
    ("init.person", "第一名管理员的姓名"),
    (
        "init.password_file",
        "从文件读密码，- 为标准输入；不给则生成",
    ),
    ("serve", "运行服务器；就绪时打印一行，SIGTERM 干净退出"),
    ("serve.listen", "监听地址，端口 0 为任意空闲端口"),
    ("serve.tls_cert", "PEM 证书文件"),
    ("serve.tls_key", "PEM 私钥文件"),
    (
        "serve.tls_self_signed",
        "用自己生成的证书；电脑认的是证书指纹",
    ),
    ("serve.console", "控制台页面文件夹"),
    ("serve.public_url", "电脑访问服务器用的地址"),
    (
        "serve.behind_proxy",
        "在自己的反向代理之后：相信 X-Forwarded-For",
    ),
    (
        "account",
        "账号：新增、列出、换密码、停用（服务器运行时也可以）",
    ),
    ("account add", "新增账号"),
    ("account add.name", "账号名"),
    (
        "account add.person",
        "姓名；已有的人写编号，account list 里的 person_id",
    ),
    ("account add.role", "角色"),
    ("account add.area", "区划代码：县 6 位、乡镇 9 位、村 12 位"),
    (
        "account add.password_file",
        "从文件读密码，- 为标准输入；不给则生成",
    ),
    ("account list", "列出账号"),
    ("account password", "给账号换新密码，并结束它的登录"),
    ("account password.name", "账号名"),
    (
        "account password.password_file",
        "从文件读密码，- 为标准输入；不给则生成",
    ),
    ("account disable", "停用账号，结束其全部权限"),
    ("account disable.name", "账号名"),
    ("enrol", "为一台电脑发一次性登记码"),
    ("enrol.account", "账号名"),
    ("enrol.hours", "登记码有效小时数"),
    ("device", "电脑：列出、吊销"),
    ("device list", "列出电脑"),
    ("device revoke", "立即吊销一台电脑"),
    ("device revoke.id", "电脑编号"),
    ("demo", "用真实区划和虚构人员填满一个县"),
    ("demo.county", "县的六位区划代码"),
    ("demo.households", "户数"),
    ("demo.seed", "随机种子：同一种子得到同一个县"),
    ("demo.months", "工作记录的月数"),
    ("verify", "核对日志、副本和照片；不修改任何东西"),
    ("verify.area", "只核对这个区划"),
    ("completions", "打印命令行补全脚本"),
    ("completions.shell", "哪种 shell"),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use terminal::check_help;

    use super::*;
    use crate::commands::Cli;

    #[test]
    fn every_command_and_argument_has_its_help_in_chinese_and_every_command_an_example() {
        assert_eq!(check_help::<Cli>(&PROGRAM), Vec::<String>::new());
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
