// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "commands.h"

int main(int argc, char** argv) {
    namespace app = wlanmedic::app;
    CLI::App program{"wlanmedic finds out why a Wi-Fi link died and why it did not come back.", "wlanmedic"};
    program.set_version_flag("--version", "wlanmedic " WLANMEDIC_VERSION);
    program.require_subcommand(1);
    program.footer("Try: wlanmedic explain --help");
    std::function<int()> run;
    app::add_explain(program, run);
    app::add_driver(program, run);
    app::add_policy(program, run);
    app::add_redact(program, run);
    app::add_check(program, run);
    app::add_bundle(program, run);
    app::add_record(program, run);
    app::add_sink(program, run);
    app::add_replay(program, run);
    app::add_simulate(program, run);
    app::add_tune(program, run);
    app::add_kernel(program, run);
    app::add_lab(program, run);
    try {
        program.parse(argc, argv);
        return run();
    } catch (const CLI::ParseError& problem) {
        return program.exit(problem) == 0 ? app::exit_done : app::exit_usage;
    } catch (const std::exception& problem) {
        fmt::print(stderr, "wlanmedic: {}\n", problem.what());
        return app::exit_trouble;
    }
}
