// SPDX-License-Identifier: MIT
// The secret that decides which stand-in an original gets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "redact/siphash.h"
#include "wifi/error.h"

namespace wlanmedic::redact {

class Key {
public:
    /// From the kernel's random numbers; good for one run, as nobody keeps it.
    static wifi::Result<Key> random();

    /// From a file of at least 16 bytes. A file that does not exist is made, of random bytes, readable by its
    /// owner alone. Errors: cannot be read or made, too short, longer than 4096 bytes.
    static wifi::Result<Key> from_file(const std::string& path);

    /// From any bytes; for tests.
    explicit Key(std::string_view bytes);

    /// `use` keeps the kinds of originals apart.
    std::uint64_t number(std::string_view use, std::string_view bytes) const;

private:
    SipKey key_{};
};

}  // namespace wlanmedic::redact
