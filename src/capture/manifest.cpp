// SPDX-License-Identifier: MIT
#include "capture/manifest.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string_view>

#include "capture/machine_facts.h"
#include "capture/network_facts.h"

namespace wlanmedic::capture {
namespace {

using Steady = std::chrono::steady_clock;

struct Told {
    std::string last;  // the last whole line
    bool ended = false;
};

// The child: tells the document again and again, each time with more in it, a line each.
[[noreturn]] void tell(int to) {
    const machine::ThisMachine probe;
    Unknowns unknowns;
    Json document = Json::object();
    const auto so_far = [&] {
        document["unknown"] = unknowns.list;
        const std::string line =
            fmt::format("{}\n", document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        std::string_view rest = line;
        while (!rest.empty()) {
            const ssize_t written = ::write(to, rest.data(), rest.size());
            if (written <= 0) ::_exit(1);
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    };
    document["machine"] = machine_facts(probe);
    document["programs"] = program_facts(probe, unknowns);
    document["interfaces"] = interface_facts(probe);
    document["modules"] = module_facts(probe);
    so_far();
    add_nl80211(document, unknowns, so_far);
    add_firmware(document["interfaces"], unknowns);
    so_far();
    ::_exit(0);
}

Told listen(int from, std::chrono::milliseconds patience) {
    Told told;
    std::string text;
    const auto deadline = Steady::now() + patience;
    std::array<char, 16384> buffer{};
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
        pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
        const int ready = left <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) break;
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            told.ended = got == 0;
            break;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
        const std::size_t end = text.rfind('\n');
        if (end == std::string::npos) continue;
        const std::size_t begin = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
        told.last = text.substr(begin == std::string::npos ? 0 : begin + 1,
                                end - (begin == std::string::npos ? 0 : begin + 1));
        text.erase(0, end + 1);
    }
    return told;
}

Told ask_in_a_child(std::chrono::milliseconds patience) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    const pid_t child = ::fork();
    if (child < 0) {
        ::close(ends[0]);
        ::close(ends[1]);
        return {};
    }
    if (child == 0) {
        // A child that hangs must not keep the file, sockets and the kernel's trace open.
        const int to = ::dup2(ends[1], 3);
        ::close_range(4, ~0U, 0);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        try {
            tell(to);
        } catch (...) {
            ::_exit(1);
        }
    }
    ::close(ends[1]);
    Told told = listen(ends[0], patience);
    ::close(ends[0]);
    if (!told.ended) ::kill(child, SIGKILL);
    // One that hangs in the kernel does not die of it: it is left behind.
    for (int i = 0; i < 25 && ::waitpid(child, nullptr, WNOHANG) == 0; ++i) ::usleep(2'000);
    return told;
}

std::string text_of(wifi::Duration time) { return std::to_string(time.count()); }

}  // namespace

Manifest gather_manifest(const RunFacts& run, std::chrono::milliseconds patience) {
    const Told told = ask_in_a_child(patience);
    Json document = {
        {"format", "wlanmedic.run/1"},
        {"run", run.run},
        {"part", run.part},
        {"sequence", run.sequence},
        {"begin", wifi::to_rfc3339(wifi::Instant{run.clock.realtime})},
        {"made_by", {{"program", "wlanmedic"}, {"version", run.version}, {"command_line", run.command_line}}},
        {"clocks",
         {{"realtime_ns", text_of(run.clock.realtime)},
          {"boottime_ns", text_of(run.clock.boottime)},
          {"monotonic_ns", text_of(run.clock.monotonic)}}},
        {"kernel", kernel_facts()}};
    if (std::string boot = boot_id(); !boot.empty()) document["boot_id"] = std::move(boot);
    Unknowns unknowns;
    if (Json rest = Json::parse(told.last, nullptr, false); rest.is_object()) {
        unknowns.list = rest.value("unknown", Json::array());
        rest.erase("unknown");
        document.update(rest);
    }
    if (told.last.empty())
        unknowns.add("the machine, the radios, the programs", "the machine was too slow to say");
    else if (!told.ended)
        unknowns.add(
            "what the kernel knows of the network",
            fmt::format("it did not answer within {} s: a driver seems to hang", wifi::to_seconds(patience)));
    document["missing"] = run.missing;
    document["unknown"] = unknowns.list;
    Manifest manifest{
        .text = {.kind = runfile::Kind::manifest,
                 .message = fmt::format("wlanmedic {} records, part {} of run {}", run.version, run.part, run.run),
                 .fields = {}},
        .kernel_answers = told.ended || told.last.empty()};
    manifest.text.set("SYSLOG_IDENTIFIER", "wlanmedic");
    manifest.text.set("WLANMEDIC_MANIFEST",
                      document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return manifest;
}

std::string new_run_id() {
    std::array<std::uint8_t, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) < 0)
        throw std::runtime_error("the kernel gives no random bytes");
    std::string id;
    for (const std::uint8_t byte : bytes) id += fmt::format("{:02x}", byte);
    return id;
}

}  // namespace wlanmedic::capture
