// SPDX-License-Identifier: MIT
// The parts of a run: NAME.pcapng is being written, NAME.0001.pcapng.zst and on are closed. Rotates by size and
// age, packs what is closed, removes what is not to be kept.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "runfile/writer.h"

namespace wlanmedic::runfile {

struct PartsOptions {
    std::string path;     ///< of the part that is being written: "night.pcapng"
    std::string program;  ///< "wlanmedic 0.1.0"
    std::optional<std::uint64_t> rotate_bytes;
    std::optional<wifi::Duration> rotate_age;
    std::optional<std::uint64_t> keep_parts;  ///< closed ones
    std::optional<std::uint64_t> keep_bytes;  ///< of closed ones, as they lie on the disk
    std::optional<wifi::Duration> keep_age;
    bool compress = true;  ///< closed parts: NAME.0001.pcapng.zst
    /// CLOCK_REALTIME, which stamps files; asked from a thread. Tests put another in its place.
    std::function<wifi::Instant()> wall_clock = [] {
        return std::chrono::time_point_cast<wifi::Duration>(std::chrono::system_clock::now());
    };
};

struct NotOpened : wifi::Error {
    bool wrong_name = false;  ///< no name that a run file can have; else the file could not be made
};

class Parts {
public:
    /// A file that is there already (of a recording before) is closed first, as by rotate(): nothing is
    /// overwritten.
    static std::expected<Parts, NotOpened> open(const PartsOptions& options);
    Parts(Parts&&) noexcept;
    Parts& operator=(Parts&&) noexcept;
    ~Parts();  ///< waits for packing that is under way

    Writer& current();
    bool is_due(wifi::Instant now) const;  ///< the current part is too large or too old
    /// Closes the current part, begins a new one, packs and removes in the background (a thread, lowest priority;
    /// a part is there in one form or the other at every moment, whole). `last`, where it is given, writes what
    /// the current part ends with: only once the new one is there. Error: no new one can be begun, and the current
    /// one goes on.
    wifi::Result<void> rotate(const std::function<void(Writer&)>& last = {});
    std::uint64_t bytes() const;  ///< written, of all parts of this run
    /// What the background could not do since the last call (no room to pack, …); mostly empty.
    std::string trouble();
    /// Waits for packing that is under way, as the destructor does; trouble() after it is the last. No part is
    /// closed afterwards.
    void finish();

private:
    struct State;
    explicit Parts(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace wlanmedic::runfile
