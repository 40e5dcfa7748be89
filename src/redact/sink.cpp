// SPDX-License-Identifier: MIT
#include "redact/sink.h"

#include "redact/scan_addresses.h"
#include "redact/scan_dumps.h"
#include "redact/scan_ids.h"
#include "redact/scan_logins.h"
#include "redact/scan_names.h"

namespace wlanmedic::redact {

bool Sink::is_free(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end && i < claimed_.size(); ++i)
        if (claimed_[i]) return false;
    return true;
}

bool Sink::claim(std::size_t begin, std::size_t end) {
    if (begin >= end || end > claimed_.size() || !is_free(begin, end)) return false;
    for (std::size_t i = begin; i < end; ++i) claimed_[i] = true;
    return true;
}

void scan(std::string_view text, Sink& sink) {
    scan_names(text, sink);
    scan_logins(text, sink);
    scan_host_column(text, sink);
    scan_mails(text, sink);
    scan_ipv6(text, sink);
    scan_macs(text, sink);
    scan_ipv4(text, sink);
    scan_ids(text, sink);
    scan_dumps(text, sink);
    scan_bare_hex(text, sink);
}

}  // namespace wlanmedic::redact
