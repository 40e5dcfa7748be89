// SPDX-License-Identifier: MIT
#include "lab/guest/collect.h"

#include <fstream>
#include <sstream>

#include "lab/guest/file_text.h"
#include "lab/guest/tracing.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

// hwsim says so when the medium takes over and lets go, and the kernel when a sleep is one of ours: on a machine
// with a chip there are no such lines.
bool is_of_the_lab(std::string_view line) {
    const bool medium =
        line.find("mac80211_hwsim: ") != std::string_view::npos && line.find("wmediumd") != std::string_view::npos;
    return medium || line.find("PM: suspend debug: ") != std::string_view::npos;
}

}  // namespace

void save_evidence(Processes& processes) {
    processes.run({.words = {"dmesg", "-s", "8388608"}, .log = "/run/dmesg", .source = {}});
    std::istringstream log(get_text("/run/dmesg"));
    std::ofstream out("/out/dmesg.txt", std::ios::binary);
    for (std::string line; std::getline(log, line);)
        if (!is_of_the_lab(line)) out << line << '\n';
    save_trace("/out/trace.txt");
}

bool send_results(Processes& processes, const std::string& port) {
    processes.run({.words = {"stty", "-F", port, "raw", "-echo", "-opost"}, .log = {}, .source = {}});
    return processes.run({.words = {"sh", "-c", "tar -C /out -c . | gzip -1 > " + port}, .log = {}, .source = {}},
                         1h) == 0;
}

}  // namespace wlanmedic::lab
