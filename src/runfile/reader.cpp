// SPDX-License-Identifier: MIT
#include "runfile/reader.h"

#include <utility>

#include "runfile/block.h"
#include "runfile/byte_order.h"
#include "runfile/findings.h"
#include "runfile/pcap_reader.h"
#include "runfile/pcapng_reader.h"

namespace wlanmedic::runfile {
namespace {

bool is_pcapng(std::string_view beginning) {
    return beginning.size() >= 12 && load<std::uint32_t>(beginning, 0, std::endian::big) == block::section &&
           (load<std::uint32_t>(beginning, 8, std::endian::big) == block::section_magic ||
            load<std::uint32_t>(beginning, 8, std::endian::little) == block::section_magic);
}

}  // namespace

bool is_capture(std::string_view beginning) { return is_pcapng(beginning) || PcapReader::is_pcap(beginning); }

struct Reader::Impl {
    std::unique_ptr<CaptureReader> reader;
    Findings findings;
};

Reader::Reader(ReadAt read_at, std::uint64_t size) : impl_(std::make_unique<Impl>()) {
    Window window(std::move(read_at), size);
    if (PcapReader::is_pcap(window.peek(0, 16))) {
        impl_->reader = std::make_unique<PcapReader>(std::move(window));
    } else {  // also what is neither: a damaged beginning may have whole blocks behind it
        impl_->reader = std::make_unique<PcapngReader>(std::move(window));
    }
}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

std::optional<ReadRecord> Reader::next() { return impl_->reader->next(impl_->findings); }
const std::vector<Damage>& Reader::damage() const { return impl_->findings.damage; }
std::uint64_t Reader::damaged() const { return impl_->findings.damaged; }
std::uint64_t Reader::frames() const { return impl_->findings.frames; }
std::uint64_t Reader::passed_over() const { return impl_->findings.passed_over; }
std::optional<int> Reader::version() const { return impl_->findings.version; }

}  // namespace wlanmedic::runfile
