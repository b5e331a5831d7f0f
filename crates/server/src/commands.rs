//! The command line of `zhucun-server`: names, fields and exit codes are a contract (`cli.md`).

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use clap::{Parser, Subcommand};
use domain::Env;
use terminal::{Exit, Failure, Lang, Report, Style};

use crate::{config::Config, data::DataFolder, locale::PROGRAM};

mod account;
mod demo;
mod device;
mod enrol;
mod init;
mod secrets;
mod serve;
mod verify;

/// The county server of Zhucun
#[derive(Debug, Parser)]
#[command(
    name = "zhucun-server",
    version,
    after_help = "zhucun-server --data /srv/zhucun serve --listen 0.0.0.0:8443 --tls-self-signed"
)]
pub struct Cli {
    /// The county's data folder
    #[arg(long, global = true, env = "ZHUCUN_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings as a JSON file
    #[arg(long, global = true, env = "ZHUCUN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print exactly one JSON document
    #[arg(long, global = true)]
    json: bool,
    /// Language of messages; by default that of the system
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Commands,
}

#[derive(Debug, Subcommand)]
enum Commands {
    /// Makes a county: keys, log, replica, first administrator
    #[command(
        after_help = "zhucun-server --data /srv/zhucun init --county 431128 --password-file /root/first-password"
    )]
    Init(init::Init),
    /// Runs the server; prints one line when ready, SIGTERM ends it cleanly
    #[command(after_help = "zhucun-server --data /srv/zhucun serve --listen 127.0.0.1:8080")]
    Serve(serve::Serve),
    /// Accounts, also while the server runs
    #[command(
        subcommand,
        after_help = "zhucun-server --data /srv/zhucun account list"
    )]
    Account(account::Account),
    /// Gives out a one-time code for one laptop
    #[command(after_help = "zhucun-server --data /srv/zhucun enrol --account zhang --hours 48")]
    Enrol(enrol::Enrol),
    /// Laptops
    #[command(
        subcommand,
        after_help = "zhucun-server --data /srv/zhucun device list"
    )]
    Device(device::DeviceCommand),
    /// Fills a county with made-up people, real divisions and a season of work
    #[command(
        after_help = "zhucun-server --data /tmp/demo demo --county 431128 --households 10114 --seed 7"
    )]
    Demo(demo::Demo),
    /// Checks log, replica and photos; repairs nothing
    #[command(after_help = "zhucun-server --data /srv/zhucun verify --area 431128103 --json")]
    Verify(verify::Verify),
    /// Prints shell completions
    #[command(after_help = "zhucun-server completions bash > /etc/bash_completion.d/zhucun-server")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// What every command is given.
#[derive(Clone)]
pub struct Run {
    pub config: Config,
    pub env: Arc<dyn Env>,
    pub style: Style,
}

impl Run {
    pub fn root(&self) -> Result<PathBuf, Failure> {
        self.config.data.clone().ok_or_else(|| {
            Failure::new(Exit::Usage, "usage", "No data folder is named")
                .hint("Give --data DIR or set ZHUCUN_DATA")
        })
    }

    pub fn folder(&self) -> Result<DataFolder, Failure> {
        Ok(DataFolder::open(&self.root()?)?)
    }
}

/// Runs one command line and gives its exit code. `variable` reads the environment for the locale.
pub fn run(
    args: Vec<OsString>,
    variable: impl Fn(&str) -> Option<String>,
    env: Arc<dyn Env>,
) -> u8 {
    terminal::run(&PROGRAM, args, &variable, |line, style| {
        carry_out(line, env, style)
    })
}

fn carry_out(cli: Cli, env: Arc<dyn Env>, style: Style) -> Result<Report, Failure> {
    let mut config = Config::read(cli.config.as_deref())?;
    config.data = cli.data.or(config.data);
    let run = Run { config, env, style };
    match cli.command {
        Commands::Init(command) => command.run(&run),
        // A server has said all it had to say while it ran.
        Commands::Serve(command) => command.run(&run).map(|()| Report::text(String::new())),
        Commands::Account(command) => command.run(&run),
        Commands::Enrol(command) => command.run(&run),
        Commands::Device(command) => command.run(&run),
        Commands::Demo(command) => command.run(&run),
        Commands::Verify(command) => command.run(&run),
        Commands::Completions { shell } => Ok(Report::completions::<Cli>(shell)),
    }
}
