// SPDX-License-Identifier: MIT
// Kernels and supplicants that do not wait as long as an access point asks (docs/comeback.md).
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "machine/check.h"
#include "machine/mac_kind.h"
#include "machine/processes.h"
#include "machine/version.h"

namespace wlanmedic::machine {
namespace {

constexpr const char* matters =
    "an access point that still holds the lost link refuses the station and says when to come again (comeback); "
    "who "
    "comes too early, or gives up, is refused again, and the outage goes on";
constexpr const char* shows_log = "dmesg | grep 'comeback duration'";

constexpr Version keeps_the_wait{6, 8};     // b133fdf07db8
constexpr Version tries_again_soon{6, 12};  // 1524173a3745, also sent to 6.10 and 6.11

/// The longest comeback that the kernel's log tells, in TU of 1.024 ms; nothing where the log cannot be read.
std::optional<std::uint64_t> longest_comeback(const Probe& probe) {
    const auto log = probe.run({"dmesg"});
    if (!log || log->status != 0) return std::nullopt;
    constexpr std::string_view words = "rejected association temporarily; comeback duration ";
    std::uint64_t longest = 0;
    for (std::size_t at = log->out.find(words); at != std::string::npos; at = log->out.find(words, at + 1)) {
        std::uint64_t tu = 0;
        std::from_chars(log->out.data() + at + words.size(), log->out.data() + log->out.size(), tu);
        longest = std::max(longest, tu);
    }
    return longest;
}

double seconds(std::uint64_t tu) { return static_cast<double>(tu) * 1.024e-3; }

void check_kernel(const Probe& probe, const Interface& interface, std::vector<Check>& checks) {
    const std::string release = kernel_release(probe);
    const auto kernel = version_in(release);
    Check check{.id = "comeback",
                .verdict = Verdict::unknown,
                .interface = interface.name,
                .because = {},
                .matters = matters,
                .shows = fmt::format("uname -r; readlink /sys/class/net/{}/device/driver/module; {}",
                                     interface.name, shows_log),
                .advice = {}};
    const std::string& module = interface.module;
    if (mac_kind(module) == MacKind::own) {
        check.because =
            fmt::format("{} joins by itself: its firmware waits or does not, and the kernel has no say", module);
    } else if (!kernel) {
        check.because = "the kernel's version is not known";
    } else if (*kernel >= tries_again_soon) {
        check.verdict = Verdict::ok;
        check.because = fmt::format("Linux {} waits as long as it is asked to, below 71 minutes", release);
    } else if (*kernel >= keeps_the_wait) {
        // Late is not too early: it costs a second.
        check.verdict = Verdict::ok;
        check.because = fmt::format(
            "Linux {} waits as long as it is asked to, below 71 minutes; where an answer is lost after that, it "
            "may "
            "ask again 0.5 to 1.5 s later instead of 0.1 s (mended in 6.12)",
            release);
    } else if (mac_kind(module) == MacKind::reports_status) {
        check.verdict = Verdict::trap;
        check.because = fmt::format(
            "Linux {} forgets the wait when {} reports the request as sent after the refusal has come: it then "
            "asks "
            "again at once or after 0.1 s, and its three tries are used up",
            release, module);
        check.advice = "use Linux 6.8 or later";
    } else {
        check.because = fmt::format(
            "Linux {} forgets the wait with drivers that report late what was sent; whether {} does is not known "
            "here",
            release, module.empty() ? "this one" : module);
    }
    checks.push_back(std::move(check));
}

/// The program that ends an attempt by its own clock, before the kernel may ask again.
struct Limit {
    std::string program;  // "wpa_supplicant 2.10"
    std::string shows;
    bool known = false;         // whether anybody has looked at this version
    std::uint64_t most_tu = 0;  // above it it gives up; 0: it does not
    std::string what;
};

// SME_ASSOC_TIMEOUT (sme.c) is 5 s; the kernel's timer may be late, so somewhat less is safe.
std::optional<Limit> limit_of_wpa_supplicant(const Probe& probe) {
    const std::vector<std::string> command{"wpa_supplicant", "-v"};
    const auto output = probe.run(command);
    if (!output) return std::nullopt;
    const auto version = version_in(output->out);
    if (!version) return std::nullopt;
    return Limit{.program = fmt::format("wpa_supplicant {}.{}", version->major, version->minor),
                 .shows = as_text(command),
                 .known = *version >= Version{2, 10},
                 .most_tu = 4492,
                 .what = "gives up 5 s after its request, which breaks a comeback above about 4.6 s"};
}

std::optional<Limit> limit_of_iwd(const Probe& probe) {
    // It is in no PATH: Debian and Fedora have the first, Arch the second.
    for (const char* path : {"/usr/libexec/iwd", "/usr/lib/iwd/iwd"}) {
        const std::vector<std::string> command{path, "--version"};
        const auto output = probe.run(command);
        if (!output) continue;
        const auto version = version_in(output->out);
        if (!version) continue;
        const bool has_code = *version >= Version{3, 12};
        return Limit{.program = fmt::format("iwd {}.{}", version->major, version->minor),
                     .shows = as_text(command),
                     .known = has_code || *version <= Version{3, 8},
                     .most_tu = has_code ? 1200U : 0U,
                     .what = has_code ? "gives up where a comeback is above 1200 TU (1.2 s)"
                                      : "has no code for a comeback, and leaves it to the kernel"};
    }
    return std::nullopt;
}

void check_program(const Probe& probe, std::vector<Check>& checks) {
    const std::vector<Process> running = processes(probe);
    const bool iwd_rules = is_running(running, "iwd") && !is_running(running, "wpa_supplicant");
    const auto limit = iwd_rules ? limit_of_iwd(probe) : limit_of_wpa_supplicant(probe);
    if (!limit) return;
    Check check{.id = "comeback",
                .verdict = Verdict::unknown,
                .interface = {},
                .because = {},
                .matters = matters,
                .shows = fmt::format("{}; {}", limit->shows, shows_log),
                .advice = {}};
    const auto longest = longest_comeback(probe);
    if (!limit->known) {
        check.because = fmt::format("when {} gives up a comeback is not known here", limit->program);
    } else if (limit->most_tu == 0) {
        check.verdict = Verdict::ok;
        check.because = fmt::format("{} {}", limit->program, limit->what);
    } else if (!longest) {
        check.because = fmt::format(
            "{} {}; whether an access point asks for that cannot be seen, for the kernel's "
            "log cannot be read",
            limit->program, limit->what);
    } else if (*longest > limit->most_tu) {
        check.verdict = Verdict::trap;
        check.because = fmt::format("an access point asked for {} TU ({:.1f} s), and {} {}", *longest,
                                    seconds(*longest), limit->program, limit->what);
        check.advice = "at the access point, a shorter one: hostapd's assoc_sa_query_max_timeout=1000";
    } else {
        check.verdict = Verdict::ok;
        check.because = fmt::format(
            "{} {}; {}", limit->program, limit->what,
            *longest == 0
                ? "none is in the kernel's log"
                : fmt::format("the longest in the kernel's log is {} TU ({:.1f} s)", *longest, seconds(*longest)));
    }
    checks.push_back(std::move(check));
}

}  // namespace

void check_comeback(const Probe& probe, const std::vector<Interface>& interfaces, std::vector<Check>& checks) {
    for (const Interface& interface : interfaces) check_kernel(probe, interface, checks);
    if (!interfaces.empty()) check_program(probe, checks);
}

}  // namespace wlanmedic::machine
