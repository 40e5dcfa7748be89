// SPDX-License-Identifier: MIT
// wlanmedic lab prepare: fills the cache that the lab's guests are started from.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "commands.h"
#include "lab/host/prepare.h"
#include "lab_commands.h"
#include "lab_options.h"
#include "lab_systemd_prepare.h"
#include "profiles.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::string cache;
    std::string kernel = "linux-image-amd64";
    std::string init;
    bool refresh = false;
    bool systemd = false;
    bool tools = false;
    bool modules = false;
    bool debug_kernel = false;
    std::string mirror;
};

int prepare(const Options& options) {
    lab::PrepareOptions wanted{.cache = options.cache,
                               .refresh = options.refresh,
                               .kernel_package = options.kernel,
                               .guest_program = options.init,
                               .recorder = own_program(),
                               .tools = options.tools,
                               .modules = options.modules,
                               .debug_kernel = options.debug_kernel,
                               .bes2600 = bes2600_modules(),
                               .say = [](std::string_view step) {
                                   fmt::print("{}\n", step);
                                   std::fflush(stdout);
                               }};
    if (options.cache.empty()) wanted.cache = lab::default_cache();
    if (options.init.empty()) wanted.guest_program = lab::guest_program();
    if (wanted.guest_program.empty()) {
        say_error({.what = "wlanmedic-lab-guest, the guest's first program, is not beside wlanmedic",
                   .file = {},
                   .hint = "build the target wlanmedic-lab-guest, or name another with --init"});
        return exit_trouble;
    }
    const auto prepared = lab::prepare(wanted);
    if (!prepared) {
        say_error(prepared.error());
        return exit_trouble;
    }
    fmt::print("Linux {} is prepared in {}\n", prepared->kernel_release, wanted.cache.string());
    if (options.systemd)
        return prepare_systemd_guest(wanted.cache, *prepared,
                                     {.mirror = options.mirror, .refresh = options.refresh});
    return exit_done;
}

}  // namespace

void add_lab_prepare(CLI::App& lab, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = lab.add_subcommand("prepare", "Fetch the guest's kernel and programs, build what is ours");
    verb->add_option("--cache", options->cache,
                     "Folder to fill; the default is wlanmedic/lab in your cache folder");
    verb->add_flag("--refresh", options->refresh, "Ask Debian anew for current versions");
    verb->add_option("--kernel", options->kernel, "Package of the kernel's image")->capture_default_str();
    verb->add_option("--init", options->init, "Program that becomes the guest's /init, for those who write one")
        ->check(CLI::ExistingFile);
    verb->add_flag("--tools", options->tools,
                   "Also tcpdump, trace-cmd, journald, iwmon and strace, for scenarios with `tools = true`");
    verb->add_flag("--modules", options->modules,
                   "Also what `wlanmedic lab kernel` boots: the guard, drivers, virtual chips; fetches 138 MB");
    verb->add_flag("--debug-kernel", options->debug_kernel,
                   "Also its debugging kernel, which takes a quarter of an hour to build");
    verb->add_flag("--systemd", options->systemd, "Also the guest of `wlanmedic lab systemd`; needs mmdebstrap");
    verb->add_option("--mirror", options->mirror, "With --systemd: Debian's mirror (default: deb.debian.org)")
        ->type_name("URL");
    verb->footer(
        "Examples:\n"
        "  wlanmedic lab prepare\n"
        "  wlanmedic lab prepare --refresh\n"
        "  wlanmedic lab prepare --kernel linux-image-6.1.0-40-amd64 --cache /tmp/lab-6.1.0-40\n"
        "\n"
        "It fetches about 135 MB with apt-get, into the folder alone, with the sources that this system has;\n"
        "it needs no root. What is there already is not made again. With BES2600_MODULES in the environment, a\n"
        "folder with stock/vbes2600.ko and patched/vbes2600.ko, --modules and --debug-kernel take these too.\n"
        "Exit status: 0 prepared, 1 something could not be done, 2 wrong usage.");
    verb->callback([options, &run] { run = [options] { return prepare(*options); }; });
}

}  // namespace wlanmedic::app
