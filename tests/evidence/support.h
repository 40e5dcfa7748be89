// SPDX-License-Identifier: MIT
// What several tests of the readers need: payloads in words, times in words, files that go away again.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "driver/catalog.h"
#include "evidence/decoded.h"
#include "evidence/input.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

const driver::Catalog& drivers();

wifi::MacAddress mac(std::string_view text);

/// "2026-05-06 21:13:00" or "2026-05-06 21:13:00.123456", read as UTC. Throws for anything else.
wifi::Instant utc(std::string_view text);

/// "assoc_comeback bssid=02:00:00:00:00:01 tu=1000": every field of the payload; "-" for an address that is not
/// known.
std::string words(const wifi::Payload& payload);

/// "foreign", "noted", "unrecognized", "malformed", or the words of the event, "wlan0", "phy2" before them.
std::string words(const Decoded& decoded);

/// A directory of its own, which goes away with it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file, its directories made where needed; its path.
    std::string file(const std::string& name, std::string_view text) const;

    /// The same with this time of the last change.
    std::string file(const std::string& name, std::string_view text, wifi::Instant modified) const;

private:
    std::filesystem::path path_;
};

/// Throws where the file does not open.
Input opened(const std::string& path);

/// All of it, from its first byte.
std::string text_of(const Input& input);

/// The bytes of a file, as they are.
std::string contents(const std::string& path);

}  // namespace wlanmedic::evidence
