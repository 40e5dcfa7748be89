// SPDX-License-Identifier: MIT
// The machine-readable report: schema wlanmedic.explain/1, docs/explain.schema.json.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/explanation.h"

namespace wlanmedic::report {

/// One element of `outages`, indented to stand in the list. `files` are the paths that receipts point to, by
/// source.
std::string json_outage(const outage::Outage& outage, const hypothesis::Diagnosis& diagnosis,
                        const std::vector<std::string>& files, wifi::Duration blackhole_limit);

/// The document; `files` as above, `outages` calls back with each element. ASCII only: everything else stands as
/// \u escapes.
void write_json(const Explanation& explanation, const std::vector<std::string>& files,
                const std::function<void(const std::function<void(std::string_view)>&)>& outages,
                const std::function<void(std::string_view)>& write);

}  // namespace wlanmedic::report
