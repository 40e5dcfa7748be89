// SPDX-License-Identifier: MIT
// What a reader of one of the formats must do for Reader.
#pragma once

#include <optional>

#include "runfile/findings.h"
#include "runfile/reader.h"

namespace wlanmedic::runfile {

class CaptureReader {
public:
    virtual ~CaptureReader() = default;
    virtual std::optional<ReadRecord> next(Findings& findings) = 0;
};

}  // namespace wlanmedic::runfile
