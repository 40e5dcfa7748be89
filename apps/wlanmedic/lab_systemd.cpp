// SPDX-License-Identifier: MIT
// wlanmedic lab systemd: boots the guest with systemd, runs a script in it, and leaves what it collected.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "commands.h"
#include "lab/host/interrupt.h"
#include "lab/host/prepared.h"
#include "lab/host/systemd_guest.h"
#include "lab_commands.h"
#include "lab_options.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = 64ULL << 20U;

struct Options {
    std::string script;
    std::vector<std::string> files;
    std::string out = "lab-systemd";
    std::string cache;
    std::string emulator;
    double limit_s = 600;
    unsigned cpus = 0;
    bool force = false;
    bool keep = false;
    bool quiet = false;
};

wifi::Result<std::string> read_whole(const std::string& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    std::ifstream file(path, std::ios::binary);
    if (failed || !file) return std::unexpected(wifi::Error{.what = "cannot be read", .file = path, .hint = {}});
    if (size > largest_file)
        return std::unexpected(wifi::Error{.what = "is larger than 64 MiB", .file = path, .hint = {}});
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

/// Nothing where a file cannot be read; that is said then.
std::optional<lab::SystemdRun> read(const Options& options) {
    lab::SystemdRun run{.cache = options.cache.empty() ? lab::default_cache() : fs::path(options.cache),
                        .out = options.out,
                        .force = options.force,
                        .keep = options.keep,
                        .cpus = options.cpus};
    if (!options.emulator.empty()) run.emulator = options.emulator;
    if (run.cpus == 0) run.cpus = std::thread::hardware_concurrency() > 1 ? 2 : 1;
    run.script_limit = std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(options.limit_s));
    run.script = lab::demonstration_script();
    const auto take = [](const std::string& path, std::string& into) {
        auto bytes = read_whole(path);
        if (!bytes) {
            say_failure({.error = bytes.error()});
            return false;
        }
        into = *std::move(bytes);
        return true;
    };
    if (!options.script.empty() && !take(options.script, run.script)) return std::nullopt;
    for (const std::string& path : options.files)
        if (!take(path, run.files[fs::path(path).filename().string()])) return std::nullopt;
    return run;
}

int run_systemd(const Options& options) {
    const auto run = read(options);
    if (!run) return exit_trouble;
    const lab::InterruptWatch watch;
    std::string last = "";
    const auto show = [&](const lab::Stage& stage) {
        if (options.quiet || stage.what == last) return;
        last = stage.what;
        fmt::print(stderr, "{:8.1f} s  {}\n", stage.guest_s, report::for_terminal(stage.what));
    };
    const auto played = lab::run_in_systemd(*run, show);
    if (!played) return say_failure(played.error());
    if (!options.quiet)
        fmt::print(
            "the script began {:.1f} s after the start and ended with exit status {}; {:.1f} s in all; {} has "
            "what it left\n",
            played->boot_s, played->status, played->wall_s, report::for_terminal(options.out));
    return played->status == 0 ? exit_done : exit_differs;
}

}  // namespace

void add_lab_systemd(CLI::App& lab, std::function<int()>& run) {
    CLI::App* const verb =
        lab.add_subcommand("systemd", "Run a script in a Debian with systemd and NetworkManager");
    const auto options = std::make_shared<Options>();
    verb->add_option(
            "--script", options->script,
            "What to run, as root (default: NetworkManager joins an access point that dies and comes back)")
        ->type_name("FILE");
    verb->add_option("--file", options->files, "A further file of /lab in the guest; several are allowed")
        ->type_name("FILE");
    verb->add_option("--out", options->out, "Folder for what the script leaves in /out (default: ./lab-systemd)")
        ->type_name("DIR");
    verb->add_option("--limit", options->limit_s, "Seconds that the script may take (default 600)")
        ->check(CLI::Range(1.0, 86400.0))
        ->type_name("SECONDS");
    verb->add_option("--smp", options->cpus, "Processors (default: 2 where there are as many here)")
        ->check(CLI::Range(1, 16));
    verb->add_option("--cache", options->cache, "Where `wlanmedic lab prepare --systemd` left it")
        ->type_name("DIR");
    verb->add_option("--qemu", options->emulator, "Another qemu-system-x86_64")->type_name("FILE");
    verb->add_flag("--force", options->force, "Replace the folder of an earlier run");
    verb->add_flag("--keep", options->keep, "Leave DIR.part where the run fails");
    verb->add_flag("-q,--quiet", options->quiet, "Say only what is wrong");
    verb->footer(
        "Exit status: 0 the script ended with 0; 4 it did not; 1 it could not be run; 2 wrong usage; 128 and "
        "more:\n"
        "ended by a signal.\n"
        "\n"
        "Examples:\n"
        "  wlanmedic lab systemd && wlanmedic explain lab-systemd\n"
        "  wlanmedic lab systemd --script mine.sh --file helper --out mine");
    verb->callback([&run, options] { run = [options] { return run_systemd(*options); }; });
}

}  // namespace wlanmedic::app
