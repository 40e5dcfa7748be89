// SPDX-License-Identifier: MIT
// wlanmedic kernel list | patch: the connection-loss guard in a driver's sources.
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "commands.h"
#include "kernel/guard_files.h"
#include "kernel/patched_driver.h"
#include "kernel_report.h"
#include "output.h"
#include "profiles.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::string folder;
    std::string driver;
    std::vector<std::string> with;
    std::string guard;
    std::string spatch = "spatch";
    unsigned limit = 300;
    bool apply = false;
    bool dry_run = false;
    std::string format = "text";
};

int trouble(const wifi::Error& error) {
    say_error(error);
    return exit_trouble;
}

std::vector<kernel::NewText> all_files(const kernel::PatchedDriver& patched, const kernel::GuardFiles& guard) {
    std::vector<kernel::NewText> files = guard.sources;
    files.insert(files.end(), patched.files.begin(), patched.files.end());
    files.insert(files.end(), guard.build_files.begin(), guard.build_files.end());
    return files;
}

int patch(const Options& options) {
    const auto driver = kernel::find_driver(options.folder, options.driver);
    if (!driver) return trouble(driver.error());
    const auto patches = kernel::chosen_patches(driver->name, options.with);
    if (!patches) {
        say_error(patches.error());
        return exit_usage;
    }
    const machine::ThisMachine machine;
    const auto patched = kernel::patch_driver(
        *driver, *patches,
        {.probe = machine, .spatch = options.spatch, .limit = std::chrono::seconds(options.limit)});
    if (!patched) return trouble(patched.error());
    const auto guard = kernel::guard_files(*driver, options.guard);
    if (!guard) return trouble(guard.error());

    KernelPatchReport report{.driver = *driver,
                             .patched = *patched,
                             .guard = *guard,
                             .written = false,
                             .colour = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr};
    const auto files = all_files(*patched, *guard);
    if (options.apply && !files.empty() && !patched->loses_devices()) {
        if (const auto done = kernel::write_sources(files); !done) return trouble(done.error());
        report.written = true;
    }
    const bool understood = patched->unguarded.empty() && patched->unmatched.empty();
    return write_out(options.format == "json" ? json_kernel_patch(report) : text_kernel_patch(report),
                     understood ? exit_done : exit_partly);
}

int list(const Options& options) {
    const auto patches = kernel::semantic_patches();
    return write_out(options.format == "json" ? json_kernel_patches(patches) : text_kernel_patches(patches),
                     exit_done);
}

void add_format(CLI::App* verb, const std::shared_ptr<Options>& options, const char* schema) {
    verb->add_option("--format", options->format, std::string("text, or json (schema ") + schema + ")")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
}

void add_patch(CLI::App* kernel, const std::shared_ptr<Options>& options, std::function<int()>& run) {
    CLI::App* verb = kernel->add_subcommand("patch", "Put the guard into a driver's sources; shows the diff");
    verb->add_option("DIR", options->folder, "A driver's folder, a kernel tree, a DKMS tree, or a single .c file")
        ->required();
    verb->add_option("--driver", options->driver, "Which one, where DIR holds several");
    verb->add_option("--with", options->with, "Optional patches besides (wlanmedic kernel list)");
    verb->add_option(
        "--guard", options->guard,
        "Folder in which the guard is built already; without it, its sources are put beside the driver's");
    auto* apply = verb->add_flag("--apply", options->apply, "Write it");
    verb->add_flag("--dry-run", options->dry_run, "Write nothing (the default)")->excludes(apply);
    verb->add_option("--spatch", options->spatch, "Coccinelle's program")->capture_default_str();
    verb->add_option("--limit", options->limit, "Seconds that one patch may take")
        ->check(CLI::Range(1, 86400))
        ->capture_default_str();
    add_format(verb, options, "wlanmedic.kernel-patch/1");
    verb->footer(
        "Examples:\n"
        "  wlanmedic kernel patch ~/bes2600\n"
        "  wlanmedic kernel patch --apply ~/bes2600\n"
        "  wlanmedic kernel patch --driver cw1200 --with cw1200-scrub ~/linux\n"
        "  wlanmedic kernel patch --guard /usr/src/connloss-guard-1 --apply "
        "drivers/net/wireless/mac80211_hwsim.c\n"
        "  wlanmedic kernel patch --format json ~/bes2600 | jq '.not_understood'\n"
        "\n"
        "Exit status: 0 all was understood, 1 cannot be done, 2 wrong usage, 4 something was not understood: it "
        "is named,\n"
        "             and the rest was done.");
    verb->callback([options, &run] { run = [options] { return patch(*options); }; });
}

}  // namespace

void add_kernel(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand("kernel", "The connection-loss guard in a driver's sources");
    verb->require_subcommand(1);
    verb->footer(
        "Examples:\n"
        "  wlanmedic kernel list\n"
        "  wlanmedic kernel patch ~/bes2600\n"
        "\n"
        "kernel/README.md goes from a driver's sources to a loaded module.");
    CLI::App* lister =
        verb->add_subcommand("list", "The semantic patches that are built in, and what each is for");
    add_format(lister, options, "wlanmedic.kernel-patches/1");
    lister->callback([options, &run] { run = [options] { return list(*options); }; });
    add_patch(verb, options, run);
}

}  // namespace wlanmedic::app
