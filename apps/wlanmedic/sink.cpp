// SPDX-License-Identifier: MIT
// wlanmedic sink: the other end of record --load.
#include "capture/sink.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>

#include "commands.h"
#include "profiles.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

std::string time_of_day() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec);
}

double in_megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

std::string rate(const capture::SinkReport& report) {
    const double seconds = wifi::to_seconds(report.over);
    return fmt::format("{:.3f} MB/s", seconds > 0 ? in_megabytes(report.bytes) / seconds : 0.0);
}

void say(const capture::SinkReport& report) {
    const std::string why = report.why.empty() ? "" : fmt::format(" ({})", report::for_terminal(report.why));
    std::string line;
    switch (report.what) {
        case capture::SinkReport::What::came: line = fmt::format("{} has come", report.client); break;
        case capture::SinkReport::What::flows:
            line = fmt::format("{} {}, {:.3f} MB in all", report.client, rate(report), in_megabytes(report.total));
            break;
        case capture::SinkReport::What::went:
            line = fmt::format("{} has gone{}, {:.3f} MB in all", report.client, why, in_megabytes(report.total));
            break;
        case capture::SinkReport::What::refused: line = fmt::format("{} was refused{}", report.client, why); break;
    }
    fmt::print("{} {}\n", time_of_day(), line);
    std::fflush(stdout);
}

int run_sink(const capture::SinkOptions& options) {
    auto loop = capture::Loop::create();
    if (!loop) {
        say_error(loop.error());
        return exit_trouble;
    }
    const auto sink = capture::Sink::listen(*loop, options);
    if (!sink) {
        say_error(sink.error());
        return exit_trouble;
    }
    (*sink)->on_report(say);
    const auto stop = [&loop] { loop->stop(exit_done); };
    const capture::Wait interrupted = loop->on_signal(SIGINT, stop);
    const capture::Wait terminated = loop->on_signal(SIGTERM, stop);
    fmt::print("{} waits on port {} for wlanmedic record --load; Ctrl-C ends it\n", time_of_day(),
               (*sink)->port());
    std::fflush(stdout);
    return loop->run();
}

}  // namespace

void add_sink(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<capture::SinkOptions>();
    CLI::App* verb = program.add_subcommand(
        "sink", "Take the load that wlanmedic record sends from another machine, and say how much arrived");
    verb->add_option("--port", options->port, "Port of TCP to listen on; 0: any that is free")
        ->capture_default_str();
    verb->add_option("--bind", options->address, "Address of this machine to listen on; without it, all");
    verb->add_option("--clients", options->most_clients, "So many at once; others are refused")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    verb->footer(
        "Examples:\n"
        "  wlanmedic sink\n"
        "  wlanmedic sink --bind 192.0.2.7 --port 6000\n"
        "and on the machine whose Wi-Fi is recorded:\n"
        "  wlanmedic record --load 1MB/s --to 192.0.2.7:6000\n"
        "\n"
        "What arrives is counted and thrown away; nothing is written to disk. Whoever can reach the port can send "
        "to it:\n"
        "let the firewall allow it on your own network only.\n"
        "Exit status: 0 ended by a signal, 1 the port cannot be listened on, 2 wrong usage.");
    verb->callback([options, &run] { run = [options] { return run_sink(*options); }; });
}

}  // namespace wlanmedic::app
