// SPDX-License-Identifier: MIT
// A script of `wlanmedic lab kernel`: what its head asks for, and whether what it did was all right.
// docs/lab-kernel.md has the rules for who writes one.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lab/host/kernel_reports.h"
#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

/// Of the comments before its first command: "# smp: 2".
struct ScriptHead {
    unsigned cpus = 1;                                  ///< smp; more than one is in real time
    bool realtime = false;                              ///< clock: real; else virtual
    unsigned radios = 2;                                ///< radios: of mac80211_hwsim
    std::set<std::string> expects;                      ///< kinds of reports (kernel_reports.h); "oops" allows all
    bool needs_bes2600 = false;                         ///< needs: bes2600
    wifi::Duration limit = std::chrono::seconds{1200};  ///< limit: seconds of the guest
};

/// Errors: a word that nobody knows, a number that is none.
wifi::Result<ScriptHead> read_head(std::string_view script);

struct ScriptRun {
    std::vector<std::string> lines;     ///< that it printed
    int status = 0;                     ///< its exit status
    std::vector<KernelReport> reports;  ///< of the console
};

/// What is wrong, a sentence each; empty where all is right: it ended with 0, printed at least one "ok", no "not
/// ok" and at last "done", and the kernel complained of what was expected, and of nothing else.
std::vector<std::string> what_is_wrong(const ScriptHead& head, const ScriptRun& run);

}  // namespace wlanmedic::lab
