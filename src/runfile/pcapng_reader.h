// SPDX-License-Identifier: MIT
// pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces, packets, journal entries.
#pragma once

#include <vector>

#include "runfile/block_search.h"
#include "runfile/capture_reader.h"
#include "runfile/options.h"
#include "runfile/window.h"

namespace wlanmedic::runfile {

class PcapngReader : public CaptureReader {
public:
    explicit PcapngReader(Window window) : window_(std::move(window)) {}
    std::optional<ReadRecord> next(Findings& findings) override;

private:
    struct Interface {
        std::uint16_t link = 0;
        std::uint32_t longest = 0;  // snap length; 0: none
        std::uint8_t resolution = 6;
        std::int64_t offset = 0;  // seconds
    };
    struct Block {
        std::uint64_t offset = 0;
        std::uint32_t type = 0;
        std::string_view body;  // between the lengths
    };

    /// The next block with both lengths equal that is not too long to be read.
    std::optional<Block> next_block(Findings& findings);
    void find_on(Findings& findings, std::uint64_t from, std::uint64_t offset, std::string what);

    void take_section(const Block& block, Findings& findings);
    void take_interface(const Block& block, Findings& findings);
    std::optional<Record> take_packet(const Block& block, Findings& findings);
    std::optional<Record> take_simple_packet(const Block& block, Findings& findings);
    std::optional<Record> take_journal(const Block& block, Findings& findings);
    std::optional<Record> of_packet(const Interface& interface, std::string_view packet, Findings& findings);
    bool take_options(std::string_view bytes, const auto& take) const;

    Window window_;
    std::uint64_t at_ = 0;
    std::endian order_ = std::endian::native;
    bool section_seen_ = false;
    std::vector<Interface> interfaces_;
    bool done_ = false;
};

}  // namespace wlanmedic::runfile
