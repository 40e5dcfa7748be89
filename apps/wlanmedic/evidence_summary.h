// SPDX-License-Identifier: MIT
// All evidence that was named, as far as a model of the link is fitted to it.
#pragma once

#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/folder.h"
#include "tune/recorded.h"
#include "whatif/fit.h"

namespace wlanmedic::app {

struct EvidenceSummary {
    whatif::Summary summary;
    std::vector<std::string> files;
    std::vector<evidence::SkippedFile> skipped;
    std::vector<std::string> warnings;  ///< what of it the model leaves out, and why
};

/// Files that cannot be read are in `skipped`. `drivers` must outlive the call. `recorded` gets the events and the
/// outages, if it is wanted.
EvidenceSummary summarize(const std::vector<std::string>& paths, const driver::Catalog& drivers, double limit_s,
                          tune::Recorded* recorded = nullptr);

}  // namespace wlanmedic::app
