// SPDX-License-Identifier: MIT
// What makes that nothing is done twice: each thing in the cache has beside it, in NAME.stamp, the digest of all
// that it was made of. The stamp is written last, so whoever was killed half-way left no stamp.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// Of the parts in their order; 36 characters, the same on every machine (a name-based UUID, RFC 4122 version 5).
class Digest {
public:
    Digest& add(std::string_view part);
    std::string text() const;

private:
    std::string parts_;
};

/// The bytes of a file. Errors: it cannot be read.
wifi::Result<std::string> read_file(const std::filesystem::path& file);

/// Writes a temporary name and renames it, so that the name holds either the old bytes or all of the new.
wifi::Result<void> write_file(const std::filesystem::path& file, std::string_view bytes);

/// Whether `made` is there and was made of what `digest` stands for.
bool is_made(const std::filesystem::path& made, const std::string& digest);

/// The digest of what it was made of; empty where it was not made, or not to its end.
std::string digest_of(const std::filesystem::path& made);

/// Takes the old away, lets `make` make the thing under a temporary name beside its own, renames it, stamps it.
/// The thing is a file or a folder. What an earlier, killed attempt left is taken away first.
wifi::Result<void> make_anew(const std::filesystem::path& made, const std::string& digest,
                             const std::function<wifi::Result<void>(const std::filesystem::path&)>& make);

}  // namespace wlanmedic::lab
