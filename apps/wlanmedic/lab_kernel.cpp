// SPDX-License-Identifier: MIT
// wlanmedic lab kernel: boots a guest whose script loads kernel modules, and says whether all was right.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "commands.h"
#include "lab/host/interrupt.h"
#include "lab/host/kernel_guest.h"
#include "lab/host/prepared.h"
#include "lab/host/stamp.h"
#include "lab_commands.h"
#include "lab_options.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

namespace fs = std::filesystem;

// What automake and CTest take for "not run".
constexpr int exit_not_run = 77;

struct Options {
    std::string script;
    std::string kernel = "debian";
    std::string modules;
    std::vector<std::string> files;
    std::string out = "lab-kernel";
    std::string cache;
    std::string emulator;
    double limit_s = 0;
    unsigned cpus = 0;
    bool realtime = false;
    bool force = false;
    bool quiet = false;
};

/// Of a folder of modules: what it holds, by their paths there.
wifi::Result<void> add_modules(lab::KernelRun& run, const fs::path& folder) {
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (!entry->is_regular_file(failed) || entry->path().extension() != ".ko") continue;
        auto bytes = lab::read_file(entry->path());
        if (!bytes) return std::unexpected(bytes.error());
        run.files[entry->path().lexically_relative(folder).string()] = *std::move(bytes);
    }
    if (failed)
        return std::unexpected(
            wifi::Error{.what = "cannot be read: " + failed.message(), .file = folder.string()});
    return {};
}

/// What scripts of one folder share: prelude.sh and files that end in .inc.
wifi::Result<void> add_shared(lab::KernelRun& run, const fs::path& folder) {
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name != "prelude.sh" && entry->path().extension() != ".inc") continue;
        auto text = lab::read_file(entry->path());
        if (!text) return std::unexpected(text.error());
        run.shared[name] = *std::move(text);
    }
    return {};
}

wifi::Result<lab::KernelRun> read(const Options& options) {
    lab::KernelRun run;
    run.cache = options.cache.empty() ? lab::default_cache() : fs::path(options.cache);
    run.debug = options.kernel == "debug";
    run.out = options.out;
    run.force = options.force;
    run.bes2600 = bes2600_modules();
    if (!options.emulator.empty()) run.emulator = options.emulator;
    auto script = lab::read_file(options.script);
    if (!script) return std::unexpected(script.error());
    run.script = *std::move(script);
    auto head = lab::read_head(run.script);
    if (!head) {
        head.error().file = options.script;
        return std::unexpected(head.error());
    }
    run.head = *std::move(head);
    if (options.cpus != 0) run.head.cpus = options.cpus;
    run.head.realtime |= options.realtime || run.head.cpus > 1;
    if (options.limit_s > 0)
        run.head.limit =
            std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(options.limit_s));
    if (auto added = add_shared(run, fs::absolute(options.script).parent_path()); !added)
        return std::unexpected(added.error());
    if (!options.modules.empty())
        if (auto added = add_modules(run, options.modules); !added) return std::unexpected(added.error());
    for (const std::string& path : options.files) {
        auto bytes = lab::read_file(path);
        if (!bytes) return std::unexpected(bytes.error());
        run.files[fs::path(path).filename().string()] = *std::move(bytes);
    }
    return run;
}

int run_kernel(const Options& options) {
    const auto run = read(options);
    if (!run) return say_failure({.error = run.error()});
    if (run->head.needs_bes2600 && run->bes2600.empty()) {
        fmt::print("not run: it needs a virtual BES2600, and BES2600_MODULES names no folder with one\n");
        return exit_not_run;
    }
    const lab::InterruptWatch watch;
    std::string last;
    const auto show = [&](const lab::Stage& stage) {
        if (options.quiet || stage.what == last) return;
        last = stage.what;
        fmt::print("{:8.1f} s  {}\n", stage.guest_s, report::for_terminal(stage.what));
        std::fflush(stdout);
    };
    const auto played = lab::run_in_kernel_guest(*run, show);
    if (!played) return say_failure(played.error());
    for (const lab::KernelReport& report : played->reports)
        fmt::print("report: {} in {}{}: {}\n", lab::name_of(report.kind),
                   report.function.empty() ? "an unknown function" : report.function,
                   report.module.empty() ? "" : " of " + report.module, report::for_terminal(report.title));
    for (const std::string& sentence : played->wrong) fmt::print("wrong: {}\n", report::for_terminal(sentence));
    if (!options.quiet || !played->wrong.empty())
        fmt::print("{}: {:.1f} s in the guest, {:.1f} s in all; {} has what it left\n",
                   played->wrong.empty() ? "all right" : "not right", played->guest_s, played->wall_s,
                   report::for_terminal(options.out));
    return played->wrong.empty() ? exit_done : exit_differs;
}

}  // namespace

std::string bes2600_modules() {
    const char* const named = std::getenv("BES2600_MODULES");
    return named == nullptr ? "" : named;
}

void add_lab_kernel(CLI::App& lab, std::function<int()>& run) {
    CLI::App* const verb = lab.add_subcommand("kernel", "Run a script that loads kernel modules in a guest");
    const auto options = std::make_shared<Options>();
    verb->add_option("--script", options->script,
                     "What to run, as root, by busybox's sh; prelude.sh beside it becomes $PRELUDE")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    verb->add_option("--kernel", options->kernel,
                     "debian: as Debian built it; debug: with lockdep, KASAN, kmemleak")
        ->check(CLI::IsMember({"debian", "debug"}))
        ->capture_default_str();
    verb->add_option("--modules", options->modules,
                     "Modules that are put in place of, or beside, the prepared ones")
        ->check(CLI::ExistingDirectory)
        ->type_name("DIR");
    verb->add_option("--file", options->files, "A further file of $MODULES; several are allowed")
        ->type_name("FILE");
    verb->add_option("--out", options->out, "Folder for what the script leaves in /out (default: ./lab-kernel)")
        ->type_name("DIR");
    verb->add_option("--limit", options->limit_s, "Seconds of the guest that the script may take")
        ->check(CLI::Range(1.0, 86400.0))
        ->type_name("SECONDS");
    verb->add_option("--smp", options->cpus, "Processors; more than one are in real time")
        ->check(CLI::Range(1, 16));
    verb->add_flag("--realtime", options->realtime, "The guest's clock is the wall's");
    verb->add_option("--cache", options->cache, "Where `wlanmedic lab prepare --modules` left it")
        ->type_name("DIR");
    verb->add_option("--qemu", options->emulator, "Another qemu-system-x86_64")->type_name("FILE");
    verb->add_flag("--force", options->force, "Replace the folder of an earlier run");
    verb->add_flag("-q,--quiet", options->quiet, "Say only what is wrong");
    verb->footer(
        "Options win over what the script's head says (docs/lab-kernel.md). With BES2600_MODULES in the "
        "environment\n"
        "the modules are those that were prepared with this tree of the driver.\n"
        "Exit status: 0 the script checked something and all was right; 4 it was not, or the kernel complained;\n"
        "77 not run, for want of BES2600_MODULES; 1 it could not be run; 2 wrong usage; 128 and more: ended by a\n"
        "signal.\n"
        "\n"
        "Examples:\n"
        "  wlanmedic lab prepare --modules && wlanmedic lab kernel --script tests/kernel/guest/storm.sh\n"
        "  wlanmedic lab kernel --script mine.sh --smp 2 --modules build/mine --out mine");
    verb->callback([&run, options] { run = [options] { return run_kernel(*options); }; });
}

}  // namespace wlanmedic::app
