// SPDX-License-Identifier: MIT
// The second pass: every original gets its stand-in, in the spelling in which it stands.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "redact/name_trie.h"
#include "redact/own_words.h"
#include "redact/sink.h"
#include "redact/stand_ins.h"

namespace wlanmedic::redact {

/// How often something of a kind was replaced.
using Counts = std::array<std::uint64_t, kinds>;

/// All names of the originals, in all spellings, to be found where they stand without a word that says what they
/// are.
class KnownNames {
public:
    KnownNames(const Originals& originals, const OwnWords& own_words);

    struct Name {
        Kind kind;
        std::string name;
        bool bare;  ///< also without quotes
    };
    /// The longest name that stands at `at` as a word of its own.
    const Name* at(std::string_view text, std::size_t at, std::size_t& length) const;
    /// The longest name of these very bytes. `bare`: see Sink::bytes.
    const Name* at_bytes(std::string_view bytes, std::size_t at, bool bare, std::size_t& length) const;

private:
    std::vector<Name> names_;
    NameTrie spelled_;
    NameTrie plain_;
};

/// What is to be written instead of a part of a text.
struct Edit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

class Rewriter : public Sink {
public:
    Rewriter(std::string_view text, const Originals& originals, const KnownNames& known, StandIns& stand_ins,
             Counts& counts);

    void mac(std::span<const std::size_t> at, const Mac& mac, Certainty certainty) override;
    void ipv4(std::size_t begin, std::size_t end, const Ipv4& address, Certainty certainty) override;
    void ipv6(std::size_t begin, std::size_t end, const Ipv6& address) override;
    void id(std::span<const std::size_t> at, const Id& id, Certainty certainty) override;
    void name(Kind kind, std::size_t begin, std::size_t end, std::string_view name) override;
    void name_in_bytes(Kind kind, const HexRun& run, std::size_t first, std::size_t count) override;
    void secret(std::size_t begin, std::size_t end, std::string_view instead) override;
    void bytes(const HexRun& run, std::size_t first, bool bare) override;

    /// Names that stand alone. To be called after scan(), once.
    void known_names();

    /// In the order of the text, none overlapping another.
    std::vector<Edit> edits() &&;

private:
    void count(Kind kind) { ++(*counts_)[static_cast<std::size_t>(kind)]; }
    void put_octets(std::span<const std::size_t> at, std::span<const std::uint8_t> octets);
    bool put_run(Kind kind, const HexRun& run, std::size_t first, std::span<const std::uint8_t> octets);
    std::size_t put_known(const HexRun& run, std::size_t at, bool bare);

    std::string_view text_;
    const Originals* originals_;
    const KnownNames* known_;
    StandIns* stand_ins_;
    Counts* counts_;
    std::vector<Edit> edits_;
};

}  // namespace wlanmedic::redact
