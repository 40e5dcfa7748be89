// SPDX-License-Identifier: MIT
#include "lab/guest/collect.h"

#include "lab/guest/tracing.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

}  // namespace

void save_evidence(Processes& processes) {
    processes.run({.words = {"dmesg", "-s", "8388608"}, .log = "/out/dmesg.txt", .source = {}});
    save_trace("/out/trace.txt");
}

bool send_results(Processes& processes, const std::string& port) {
    processes.run({.words = {"stty", "-F", port, "raw", "-echo", "-opost"}, .log = {}, .source = {}});
    return processes.run({.words = {"sh", "-c", "tar -C /out -c . | gzip -1 > " + port}, .log = {}, .source = {}},
                         1h) == 0;
}

}  // namespace wlanmedic::lab
