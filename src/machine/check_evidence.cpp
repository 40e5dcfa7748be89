// SPDX-License-Identifier: MIT
#include "machine/check.h"

namespace wlanmedic::machine {

// What is lost before anybody can look at it.
void check_evidence(const Probe& probe, std::vector<Check>& checks) {
    const bool kept = !probe.list("/var/log/journal").empty();
    const bool here = probe.exists("/run/systemd/journal") || kept;
    if (here) {
        checks.push_back(
            {.id = "journal_volatile",
             .verdict = kept ? Verdict::ok : Verdict::trap,
             .interface = {},
             .because = kept ? "the journal is kept on disk" : "the journal is in memory alone",
             .matters = "what made somebody reboot is gone after the reboot",
             .shows = "ls /var/log/journal",
             .advice = kept ? "" : "mkdir -p /var/log/journal && systemctl restart systemd-journald"});
    }
    const auto restricted = probe.read("/proc/sys/kernel/dmesg_restrict");
    Check dmesg{.id = "dmesg_restrict",
                .verdict = Verdict::unknown,
                .interface = {},
                .because = "kernel.dmesg_restrict cannot be read",
                .matters = "without the kernel's log explain cannot see why mac80211 ended a link",
                .shows = "sysctl kernel.dmesg_restrict",
                .advice = {}};
    if (restricted) {
        const bool readable = probe.run({"dmesg"}).value_or(CommandOutput{}).status == 0;
        dmesg.verdict = restricted->starts_with("1") && !readable ? Verdict::trap : Verdict::ok;
        dmesg.because = dmesg.verdict == Verdict::ok ? "this user may read the kernel's log"
                                                     : "only root may read the kernel's log with dmesg";
        if (dmesg.verdict == Verdict::trap)
            dmesg.advice = "run as root, or join the group adm and use journalctl -k";
    }
    checks.push_back(dmesg);
}

}  // namespace wlanmedic::machine
