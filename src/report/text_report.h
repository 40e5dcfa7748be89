// SPDX-License-Identifier: MIT
// The report for people: a summary that fits one screen, then each outage as a time line.
#pragma once

#include <string>
#include <vector>

#include "report/explanation.h"

namespace wlanmedic::report {

struct TextStyle {
    bool colour = false;
    bool all_receipts = false;  ///< -v
};

/// One line, without its end.
std::string text_headline(const Headline& headline, const TextStyle& style);
std::string text_stall(const outage::Stall& stall);
std::string text_summary(const Explanation& explanation, const TextStyle& style);
std::string text_outage(const outage::Outage& outage, const hypothesis::Diagnosis& diagnosis,
                        const std::vector<std::string>& files, wifi::Duration blackhole_limit,
                        const TextStyle& style);

}  // namespace wlanmedic::report
