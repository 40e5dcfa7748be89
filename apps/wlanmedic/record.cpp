// SPDX-License-Identifier: MIT
// wlanmedic record: options, signals, and what is shown; src/capture records.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <utility>

#include "capture/recorder.h"
#include "commands.h"
#include "number_options.h"
#include "profiles.h"
#include "record_options.h"
#include "record_view.h"
#include "report/safe_text.h"
#include "resident_memory.h"
#include "service_notice.h"
#include "status_line.h"

namespace wlanmedic::app {
namespace {

/// Exit statuses of `record` beside those of all verbs.
constexpr int exit_nothing_to_record = 3;
constexpr int exit_disk = 5;

int exit_status_of(capture::NotStarted::Why why) {
    switch (why) {
        case capture::NotStarted::Why::wrong_name: return exit_usage;
        case capture::NotStarted::Why::cannot_write: return exit_disk;
        case capture::NotStarted::Why::nothing_to_record: return exit_nothing_to_record;
    }
    return exit_trouble;
}

// All that happens beside the recording itself.
class Session {
public:
    Session(capture::Loop& loop, const RecordOptions& options)
        : loop_(&loop),
          interface_(options.interface),
          quiet_(options.quiet),
          line_(!options.quiet),
          view_(options.interface,
                std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(options.blackhole_s)),
                {.colour = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr},
                [this](const std::string& lines) { tell(lines); }) {
        // From now on: a signal in the middle of the beginning ends it as one later does.
        for (const int number : {SIGINT, SIGTERM})
            waits_.push_back(loop.on_signal(number, [this, number] {
                because_ = number == SIGINT ? "stopped by SIGINT" : "stopped by SIGTERM";
                loop_->stop(exit_done);
            }));
        waits_.push_back(loop.on_signal(SIGHUP, [this] { rotate(); }));
        std::signal(SIGPIPE, SIG_IGN);
        std::signal(SIGUSR1, SIG_IGN);
        std::signal(SIGXFSZ, SIG_IGN);  // a limit on files is told as a full disk is
    }

    int run(const capture::RecorderOptions& options, const driver::Catalog& drivers,
            std::optional<wifi::Duration> duration);

private:
    void begin(std::optional<wifi::Duration> duration);
    void rotate();
    void failed(const wifi::Error& error);
    void tell(const std::string& lines);
    void say(const std::string& text);
    void say(const wifi::Error& error);
    void say_what_is_missing();
    void wake();
    void wait_for_outages();
    void draw();
    void tick();
    void end();

    capture::Loop* loop_;
    std::string interface_;
    bool quiet_;
    StatusLine line_;
    ServiceNotice notice_;
    RecordView view_;
    std::unique_ptr<capture::Recorder> recorder_;
    std::vector<capture::Wait> waits_;
    capture::Wait next_draw_;
    capture::Wait tick_;
    capture::Wait outages_;
    std::optional<wifi::Instant> outages_until_;
    std::optional<wifi::Instant> drawn_at_;
    std::size_t told_missing_ = 0;
    std::size_t told_trouble_ = 0;
    bool draw_waits_ = false;
    std::string because_ = "stopped";
    std::optional<wifi::Error> failure_;
};

int Session::run(const capture::RecorderOptions& options, const driver::Catalog& drivers,
                 std::optional<wifi::Duration> duration) {
    auto recorder = capture::Recorder::start(*loop_, options, drivers);
    if (!recorder) {
        say_error(recorder.error());
        return exit_status_of(recorder.error().why);
    }
    recorder_ = std::move(*recorder);
    recorder_->on_event([this](const wifi::Event& event) { view_.on(event); });
    recorder_->on_failure([this](const wifi::Error& error) { failed(error); });
    recorder_->on_wake([this] { wake(); });
    begin(duration);
    int result = exit_done;
    try {
        result = loop_->run();
    } catch (const std::exception& trouble) {
        because_ = fmt::format("a mistake in wlanmedic: {}", trouble.what());
        say(because_);
        result = exit_trouble;
    }
    notice_.stopping();
    recorder_->finish(because_);
    end();
    return failure_ ? exit_disk : result < 0 ? exit_trouble : result;
}

void Session::begin(std::optional<wifi::Duration> duration) {
    if (duration)
        waits_.push_back(loop_->after(*duration, wifi::Duration{0}, [this] {
            because_ = "its time was over";
            loop_->stop(exit_done);
        }));
    say_what_is_missing();
    const auto& all = recorder_->devices().all();
    if (!interface_.empty() &&
        std::ranges::none_of(all, [this](const auto& one) { return one.second.interface == interface_; }))
        say(fmt::format("{} is no wireless interface now; it is waited for", report::for_terminal(interface_)));
    if (!quiet_) {
        std::string devices;
        for (const capture::Device& device : recorder_->devices().stations())
            fmt::format_to(std::back_inserter(devices), "{}{}{}", devices.empty() ? "" : ", ",
                           report::for_terminal(device.interface),
                           device.driver.empty() ? "" : fmt::format(" ({})", report::for_terminal(device.driver)));
        say(fmt::format("records {} to {}; {}", devices.empty() ? "this machine" : devices,
                        report::for_terminal(recorder_->state().part),
                        line_.on() ? "Ctrl-C ends it" : "SIGTERM ends it, SIGHUP begins a new part"));
    }
    notice_.ready();
    draw();
    if (line_.on()) tick();
    give_back_what_the_start_took();
}

// Somebody looks: what was long ago gets longer ago.
void Session::tick() {
    tick_ = loop_->after(std::chrono::seconds{5}, std::chrono::seconds{1}, [this] {
        draw();
        if (line_.on()) tick();
    });
}

void Session::wake() {
    say_what_is_missing();
    wait_for_outages();
    if (notice_.wanted()) notice_.status(view_.status());
    if (!line_.on() || draw_waits_) return;
    const wifi::Instant now = recorder_->now();
    constexpr wifi::Duration between = std::chrono::seconds{1};
    if (!drawn_at_ || now - *drawn_at_ >= between) return draw();
    draw_waits_ = true;
    next_draw_ = loop_->after(between - (now - *drawn_at_), std::chrono::milliseconds{200}, [this] {
        draw_waits_ = false;
        draw();
    });
}

// An outage is told some seconds after its end, also where nothing else happens then.
void Session::wait_for_outages() {
    const auto due = view_.next_deadline();
    if (!due || quiet_) {
        outages_ = {};
        outages_until_.reset();
        return;
    }
    if (outages_until_ == due) return;
    outages_until_ = due;
    outages_ = loop_->after(std::max(*due - recorder_->now(), wifi::Duration{0}), std::chrono::seconds{1}, [this] {
        outages_until_.reset();
        view_.on_time(recorder_->now());
    });
}

void Session::draw() {
    if (!line_.on()) return;
    drawn_at_ = recorder_->now();
    line_.draw(view_.line(recorder_->state(), *drawn_at_, line_.width()));
}

void Session::rotate() {
    notice_.reloading();
    if (const auto rotated = recorder_->rotate(); !rotated) say(rotated.error());
    notice_.ready();
}

void Session::failed(const wifi::Error& error) {
    if (std::exchange(failure_, error)) return;
    because_ = error.what;
    loop_->stop(exit_disk);
}

void Session::tell(const std::string& lines) {
    if (!quiet_) line_.pass(StatusLine::To::output, lines);
}

void Session::say(const std::string& text) {
    line_.pass(StatusLine::To::errors, fmt::format("wlanmedic: {}\n", text));
}

void Session::say(const wifi::Error& error) { line_.pass(StatusLine::To::errors, error_text(error)); }

void Session::say_what_is_missing() {
    const capture::RecorderState& state = recorder_->state();
    for (; told_missing_ < state.missing.size(); ++told_missing_)
        say(fmt::format("not recorded: {}", report::for_terminal(state.missing[told_missing_])));
    for (; told_trouble_ < state.trouble.size(); ++told_trouble_)
        say(report::for_terminal(state.trouble[told_trouble_]));
}

void Session::end() {
    view_.finish(recorder_->now());
    draw();
    say_what_is_missing();
    const capture::RecorderState& state = recorder_->state();
    const std::string part = report::for_terminal(state.part);
    if (failure_) {
        say(*failure_);
        say(fmt::format("the recording ended there; {} is whole up to then ({} records in all)", part,
                        state.records));
        return;
    }
    if (quiet_) return;
    say(fmt::format("{} records, {} in {} {}; {} {}", state.records, size_text(state.bytes), state.parts,
                    state.parts == 1 ? "part" : "parts", view_.outages(),
                    view_.outages() == 1 ? "outage" : "outages"));
    say(fmt::format("wlanmedic explain {}", part));
}

int record(const RecordOptions& options) {
    share_one_heap();
    auto with = recorder_options(options);
    if (!with) {
        say_error(with.error());
        return exit_usage;
    }
    std::optional<wifi::Duration> duration;
    if (!options.duration.empty()) {
        const auto span = span_of("--for", options.duration, std::chrono::seconds{1});
        if (!span) {
            say_error(span.error());
            return exit_usage;
        }
        duration = *span;
    }
    const auto drivers = known_profiles(options.driver_directories);
    if (!drivers) {
        say_error(drivers.error());
        return exit_trouble;
    }
    auto loop = capture::Loop::create();
    if (!loop) {
        say_error(loop.error());
        return exit_trouble;
    }
    return Session(*loop, options).run(*with, *drivers, duration);
}

}  // namespace

void add_record(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<RecordOptions>();
    CLI::App* verb = program.add_subcommand(
        "record", "Record what the kernel and the network programs say of Wi-Fi, to a file that Wireshark opens");
    verb->add_option(
        "-o,--output", options->output,
        "File, or directory for one of the default name; default wlanmedic-HOST-DATE-TIME.pcapng here. "
        "A recording that is there already is kept as a part (NAME.0001.pcapng)");
    verb->add_option("-i,--interface", options->interface,
                     "Counters, probe and what is shown: only of this interface; else of all stations");
    verb->add_option("--rotate", options->rotate,
                     "Begin a new part at this size or age, whichever comes first: 100MB, 24h, 100MB,24h");
    verb->add_option("--keep", options->keep, "Closed parts that are kept: 20, 2GB, 7d, or several with commas");
    verb->add_flag("--no-compress", options->plain, "Leave closed parts as they are; else zstd packs them");
    verb->add_option("--every", options->every, "Between readings of the counters; while a link is down 1 s")
        ->capture_default_str();
    verb->add_option("--probe", options->probe, "gateway: ask the gateway across the link (ARP and ping)")
        ->check(CLI::IsMember({"gateway"}));
    verb->add_option("--load", options->load, "Send at this rate, 1MB/s or 8Mbit/s, to the machine named by --to");
    verb->add_option("--to", options->to, "HOST or HOST:PORT where 'wlanmedic sink' runs");
    verb->add_option("--for", options->duration, "End after this time: 90s, 10h, 2d");
    add_blackhole_option(*verb, options->blackhole_s);
    verb->add_option("--drivers", options->driver_directories,
                     "Directory with driver profiles; they replace built-in ones of the same name")
        ->allow_extra_args(false);
    verb->add_flag("-q,--quiet", options->quiet, "Say nothing but what is wrong");
    verb->footer(
        "Reads only, and sends nothing unless --probe or --load ask for it. Some sources want root\n"
        "(docs/record.md has the capabilities); what cannot be had is said once, and the rest goes on.\n"
        "SIGHUP begins a new part; SIGINT (Ctrl-C) and SIGTERM end the recording.\n"
        "Examples:\n"
        "  sudo wlanmedic record\n"
        "  sudo wlanmedic record -o night.pcapng --rotate 100MB,24h --keep 20\n"
        "  sudo wlanmedic record -o soak.pcapng --load 1MB/s --to 192.168.1.2 --for 10h\n"
        "  wlanmedic explain night.pcapng\n"
        "\n"
        "Exit status: 0 recorded (ended by a signal or --for), 1 trouble, 2 wrong usage,\n"
        "3 there is nothing to record here, 5 the disk is full or the file could not be written on.");
    verb->callback([options, &run] { run = [options] { return record(*options); }; });
}

}  // namespace wlanmedic::app
