// SPDX-License-Identifier: MIT
// What a load and a sink say to each other, over TCP:
//
//   load   "wlanmedic load 1\n", and nothing more until the sink has answered
//   sink   "wlanmedic sink 1\n"; or "wlanmedic busy 1\n", and closes
//   load   bytes that mean nothing
//   sink   now and then 8 bytes, the highest first: how many of those it has
//
// The number is the version. Both greetings are as long as each other in all versions; a sink answers with its own
// version, and a load that does not speak it goes away.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wlanmedic::capture {

inline constexpr std::string_view load_hello = "wlanmedic load 1\n";
inline constexpr std::string_view sink_hello = "wlanmedic sink 1\n";
inline constexpr std::string_view sink_busy = "wlanmedic busy 1\n";
inline constexpr std::size_t acknowledgement_size = 8;

enum class Greeting : std::uint8_t {
    incomplete,  ///< so far it may be one
    load,
    sink,
    busy,
    other_version,  ///< of either side
    foreign,        ///< none of this
};
/// `bytes`: from the first one on; only so many are looked at as a greeting has.
Greeting greeting_in(std::string_view bytes);

/// The acknowledgements, put together from pieces.
class Acknowledgements {
public:
    /// The newest total in what came so far; nothing where none is whole yet.
    std::optional<std::uint64_t> take(std::string_view bytes);

private:
    std::array<std::uint8_t, acknowledgement_size> part_{};
    std::size_t size_ = 0;
};

std::string acknowledgement(std::uint64_t total);

}  // namespace wlanmedic::capture
