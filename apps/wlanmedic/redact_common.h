// SPDX-License-Identifier: MIT
// What redact and bundle tell a redactor beforehand.
#pragma once

#include "redact/redactor.h"

namespace wlanmedic::app {

/// The words of the decoders and drivers, which stay; the names of this machine and its user, which go.
void prepare(redact::Redactor& redactor);

}  // namespace wlanmedic::app
