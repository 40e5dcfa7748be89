// SPDX-License-Identifier: MIT
#include "arrows.h"

#include <algorithm>
#include <map>
#include <vector>

namespace wlanmedic::architecture {
namespace {

// No folder stands in its own row, and each row names only rows above it: so there is no circle.
const std::map<std::string, std::vector<std::string>> direct_arrows = {
    {"posix", {}},
    {"wifi", {}},
    {"stats", {}},
    {"config", {"wifi"}},
    {"driver", {"config"}},
    {"netlink", {"wifi"}},
    {"runfile", {"posix", "wifi"}},
    {"evidence", {"wifi", "driver", "netlink", "runfile"}},
    {"redact", {"evidence"}},
    {"machine", {"wifi"}},
    {"kernel", {"posix", "config", "machine"}},
    {"link", {"wifi"}},
    {"outage", {"link"}},
    {"hypothesis", {"outage"}},
    {"metrics", {"outage", "stats"}},
    {"policy", {"outage", "driver"}},
    {"whatif", {"policy", "metrics"}},
    {"tune", {"whatif"}},
    {"campaign", {"metrics", "evidence"}},
    {"report",
     {"wifi", "driver", "evidence", "link", "outage", "hypothesis", "stats", "metrics", "policy", "whatif",
      "campaign"}},
    {"capture", {"posix", "evidence", "link", "machine"}},
    {"guard", {"capture", "policy", "evidence"}},
    {"lab/air", {"wifi"}},
    {"lab/medium", {"lab/air"}},
    {"lab/scenario", {"lab/medium", "config"}},
    {"lab/guest", {"posix", "lab/scenario"}},
    {"lab/truth", {"lab/air"}},
    {"lab/host", {"lab/truth", "lab/scenario", "kernel"}},
    {"apps", {"report", "tune", "capture", "guard", "redact", "kernel", "machine", "lab/host"}},
};

}  // namespace

bool is_known_folder(const std::string& folder) { return direct_arrows.contains(folder); }

bool is_allowed(const std::string& from, const std::string& to) {
    return from == to || std::ranges::any_of(direct_arrows.at(from),
                                             [&](const std::string& below) { return is_allowed(below, to); });
}

}  // namespace wlanmedic::architecture
