// SPDX-License-Identifier: MIT
// A run file or a capture of netlink as a stream of events: what is recorded is read back by the same decoder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evidence/event_source.h"
#include "evidence/format.h"
#include "evidence/input.h"
#include "evidence/run_decoder.h"
#include "evidence/run_facts.h"
#include "runfile/reader.h"

namespace wlanmedic::evidence {

/// By its first bytes a pcap or pcapng file.
bool is_capture(const Input& input);

struct SniffedCapture {
    Sniffed sniffed;
    RunFacts facts;  ///< of the manifest, where the first record is one
};

/// Error: nothing in it is netlink, or nothing can be read; the reason, for a list of what was left out.
wifi::Result<SniffedCapture> sniff_capture(const Input& input);

class CaptureReader : public EventSource {
public:
    /// Receipts get `source` as theirs, and the number of the frame as their line. `input` and `drivers` must
    /// outlive the reader.
    CaptureReader(const Input& input, std::uint32_t source, const driver::Catalog& drivers);

    /// A part of the run is missing before this one: its first event is a Gap.
    void begins_after_gap() { gap_first_ = true; }
    /// The part after this one begins behind record `last` of the run: where this one ends sooner, a Gap says so.
    void goes_on_behind(std::uint64_t last) { last_ = last; }

    std::optional<RawEvent> next() override;
    const Tally& tally() const override { return tally_; }
    std::vector<std::string> remarks() const override;
    const RunFacts* run() const override { return facts_.begun ? &facts_ : nullptr; }

private:
    std::uint32_t source_;
    runfile::Reader reader_;
    RunDecoder decoder_;
    RunFacts facts_;
    WallClockWatch wall_clock_;
    bool gap_first_ = false;
    std::optional<std::uint64_t> last_;  // of the run, in this part
    bool ended_ = false;
    Tally tally_;
};

}  // namespace wlanmedic::evidence
