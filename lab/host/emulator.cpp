// SPDX-License-Identifier: MIT
#include "lab/host/emulator.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "lab/host/child.h"
#include "lab/host/interrupt.h"

namespace wlanmedic::lab {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr auto tick = std::chrono::milliseconds{100};
constexpr std::string_view panic = "Kernel panic";
constexpr std::size_t most_stages = 200'000;

/// What is new in a file, in bounded pieces.
class Follower {
public:
    explicit Follower(const MemoryFile& file) : file_(file) {}
    std::string next() {
        std::string bytes = file_.read(offset_, 1U << 20U);
        offset_ += bytes.size();
        return bytes;
    }

private:
    const MemoryFile& file_;
    std::uint64_t offset_ = 0;
};

/// Within a value of QEMU's a comma stands twice.
std::string qemu_value(std::string_view text) {
    std::string value;
    for (const char c : text) value.append(c == ',' ? 2 : 1, c);
    return value;
}

std::string at_stage(const Recording& recording) {
    if (recording.stages.empty()) return "before its first sign of life";
    const Stage& last = recording.stages.back();
    return fmt::format("at {:.1f} s, stage \"{}\"", last.guest_s, last.what);
}

}  // namespace

std::string default_emulator() {
    const char* const named = std::getenv("WLANMEDIC_QEMU");
    return named != nullptr && *named != '\0' ? named : "qemu-system-x86_64";
}

std::vector<std::string> emulator_command(const Machine& machine) {
    const wifi::CivilTime clock = wifi::CivilTime::of(machine.clock);
    std::vector<std::string> command = {machine.emulator, "-accel",
                                        machine.realtime ? "tcg,thread=multi" : "tcg,thread=single"};
    const auto add = [&](std::initializer_list<std::string> more) { command.insert(command.end(), more); };
    // The kernel's random numbers come from RDRAND, and so from QEMU's -seed: without it all seeds are one.
    add({"-cpu", "qemu64,+rdrand"});
    if (!machine.realtime) add({"-icount", "shift=2,sleep=off,align=off"});
    add({"-rtc", fmt::format("clock=vm,base={:04}-{:02}-{:02}T{:02}:{:02}:{:02}", clock.year, clock.month,
                             clock.day, clock.hour, clock.minute, clock.second)});
    add({"-seed", std::to_string(machine.seed), "-smp", std::to_string(machine.realtime ? machine.cpus : 1)});
    add({"-m", std::to_string(machine.memory_mib), "-display", "none", "-monitor", "none", "-nodefaults",
         "-no-reboot"});
    add({"-kernel", machine.kernel.string(), "-initrd", machine.initrd});
    std::string parameters = "console=ttyS0 quiet panic=-1 random.trust_cpu=1 log_buf_len=8M";
    if (!machine.parameters.empty()) parameters.append(" ").append(machine.parameters);
    add({"-append", parameters});
    // Without locks: several guests may run from one disk, since what they write goes elsewhere.
    for (const std::string& disk : machine.disks)
        add({"-drive",
             fmt::format("if=virtio,format=raw,snapshot=on,cache=unsafe,file.locking=off,file.filename={}",
                         qemu_value(disk))});
    return command;
}

wifi::Result<Recording> play(const Machine& machine, const std::vector<int>& inherit, const Limits& limits,
                             const Watcher& watcher) {
    auto console = MemoryFile::make("lab console");
    auto progress = MemoryFile::make("lab progress");
    auto results = MemoryFile::make("lab results");
    auto messages = MemoryFile::make("qemu messages");
    for (const auto* file : {&console, &progress, &results, &messages})
        if (!*file) return std::unexpected(file->error());

    ChildCall call{.command = emulator_command(machine), .inherit = inherit, .errors = messages->descriptor()};
    for (const auto* port : {&console, &progress, &results}) {
        call.command.push_back("-serial");
        call.command.push_back("file:" + (*port)->path());
        call.inherit.push_back((*port)->descriptor());
    }
    Recording recording{.results = std::move(*results)};
    const auto begin = SteadyClock::now();
    auto child = Child::start(call);
    if (!child) {
        child.error().hint = "apt install qemu-system-x86, or name another with --qemu or WLANMEDIC_QEMU";
        return std::unexpected(child.error());
    }

    Follower new_progress(*progress);
    Follower new_console(*console);
    ProgressLines lines({
        .stage =
            [&](const Stage& stage) {
                if (recording.stages.size() < most_stages) recording.stages.push_back(stage);
                watcher(stage);
            },
        .done = [&] { recording.done = true; },
        .failed =
            [&](std::string_view why) {
                if (recording.trouble.empty()) recording.trouble = fmt::format("the guest gave up: {}", why);
            },
    });
    std::string seen;  // the end of the console, where a panic may stand half
    std::optional<SteadyClock::time_point> last_words;
    std::optional<int> status;
    while (true) {
        status = child->wait(tick);
        lines.take(new_progress.next());
        watcher(recording.stages.empty() ? Stage{} : recording.stages.back());
        seen += new_console.next();
        if (recording.trouble.empty() && seen.find(panic) != std::string::npos)
            recording.trouble = fmt::format("the guest's kernel panicked {}", at_stage(recording));
        if (seen.size() > panic.size()) seen.erase(0, seen.size() - panic.size());
        if (status) break;
        const auto now = SteadyClock::now();
        if (interrupted() != 0) {
            recording.signal = interrupted();
            recording.trouble = "interrupted";
            break;
        }
        if (!recording.trouble.empty()) {
            // It may have more to say, and ends by itself then.
            if (!last_words) last_words = now + std::chrono::seconds{5};
            if (now >= *last_words) break;
            continue;
        }
        if (now - begin > limits.wall) {
            recording.trouble = fmt::format("not done after {:.0f} s of wall time, {}",
                                            wifi::to_seconds(limits.wall), at_stage(recording));
            recording.hint = "--wall-limit gives it longer";
            break;
        }
        if (console->size() > limits.console_bytes || progress->size() > limits.progress_bytes ||
            recording.results.size() > limits.results_bytes) {
            recording.trouble = fmt::format("the guest writes without end, {}", at_stage(recording));
            break;
        }
    }
    child->kill();
    for (std::string more = new_progress.next(); !more.empty(); more = new_progress.next()) lines.take(more);
    recording.console = console->read(0, limits.console_bytes);
    recording.messages = messages->read(0, 1U << 20U);
    if (recording.trouble.empty() && recording.console.find(panic) != std::string::npos)
        recording.trouble = fmt::format("the guest's kernel panicked {}", at_stage(recording));
    if (recording.trouble.empty() && !recording.done)
        recording.trouble = *status == 0
                                ? fmt::format("QEMU ended too early, {}", at_stage(recording))
                                : fmt::format("QEMU ended with status {}, {}", *status, at_stage(recording));
    recording.done = recording.trouble.empty();
    return recording;
}

std::vector<std::string> last_lines(std::string_view text, std::size_t count) {
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < count) {
        const std::size_t feed = text.rfind('\n');
        std::string_view line = feed == std::string_view::npos ? text : text.substr(feed + 1);
        text = feed == std::string_view::npos ? std::string_view{} : text.substr(0, feed);
        while (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) lines.emplace_back(line);
    }
    std::ranges::reverse(lines);
    return lines;
}

}  // namespace wlanmedic::lab
