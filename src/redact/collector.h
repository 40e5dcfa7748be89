// SPDX-License-Identifier: MIT
// The first pass: what is certain goes into the originals.
#pragma once

#include "redact/sink.h"

namespace wlanmedic::redact {

class Collector : public Sink {
public:
    Collector(std::size_t text_size, Originals& originals) : Sink(text_size), originals_(&originals) {}

    void mac(std::span<const std::size_t> at, const Mac& mac, Certainty certainty) override;
    void ipv4(std::size_t begin, std::size_t end, const Ipv4& address, Certainty certainty) override;
    void ipv6(std::size_t begin, std::size_t end, const Ipv6& address) override;
    void id(std::span<const std::size_t> at, const Id& id, Certainty certainty) override;
    void name(Kind kind, std::size_t begin, std::size_t end, std::string_view name) override;
    void name_in_bytes(Kind kind, const HexRun& run, std::size_t first, std::size_t count) override;
    void secret(std::size_t, std::size_t, std::string_view) override {}
    void bytes(const HexRun&, std::size_t, bool) override {}

private:
    Originals* originals_;
};

}  // namespace wlanmedic::redact
