// SPDX-License-Identifier: MIT
// What scanners find in a text, handed to whoever collects or replaces it. The first to claim a place has it: what
// overlaps a claimed place is not told any more. So the order of the scanners is their rank.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/originals.h"

namespace wlanmedic::redact {

/// Bytes that stand in a text as pairs of hexadecimal digits, in whatever spelling.
struct HexRun {
    std::vector<std::size_t> at;      ///< where each pair begins in the text
    std::vector<std::uint8_t> bytes;  ///< as many
    std::vector<std::size_t> ascii;   ///< of a dump with characters beside: where each byte's stands; or empty
};

/// A blanked-out octet of a MAC.
inline constexpr std::size_t blanked = static_cast<std::size_t>(-1);

/// Certain: what stands there is that for sure. Otherwise it is, where the same is certain in another place.
enum class Certainty : std::uint8_t { certain, where_known };

class Sink {
public:
    explicit Sink(std::size_t text_size) : claimed_(text_size, false) {}
    virtual ~Sink() = default;

    /// True, and claimed from now on, where nothing of it was claimed.
    bool claim(std::size_t begin, std::size_t end);
    bool is_free(std::size_t begin, std::size_t end) const;

    /// Six octets of a run. Those whose place is `blanked` are unknown.
    virtual void mac(std::span<const std::size_t> at, const Mac& mac, Certainty certainty) = 0;
    virtual void ipv4(std::size_t begin, std::size_t end, const Ipv4& address, Certainty certainty) = 0;
    virtual void ipv6(std::size_t begin, std::size_t end, const Ipv6& address) = 0;
    virtual void id(std::span<const std::size_t> at, const Id& id, Certainty certainty) = 0;
    /// `name` is what [begin, end) spells, without escapes.
    virtual void name(Kind kind, std::size_t begin, std::size_t end, std::string_view name) = 0;
    /// These bytes of the run are a name.
    virtual void name_in_bytes(Kind kind, const HexRun& run, std::size_t first, std::size_t count) = 0;
    /// To be gone without a stand-in; `instead` is written.
    virtual void secret(std::size_t begin, std::size_t end, std::string_view instead) = 0;
    /// Bytes in which known originals are to be searched, from `first` on. `bare`: digits without anything
    /// between, where short patterns prove little.
    virtual void bytes(const HexRun& run, std::size_t first, bool bare) = 0;

private:
    std::vector<bool> claimed_;
};

/// Scans one line, or one field of a journal with all its lines.
void scan(std::string_view text, Sink& sink);

}  // namespace wlanmedic::redact
