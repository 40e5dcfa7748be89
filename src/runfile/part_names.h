// SPDX-License-Identifier: MIT
// What the parts of one run are called: NAME.pcapng is being written; NAME.0001.pcapng, NAME.0001.pcapng.zst are
// closed; NAME.0001.pcapng.zst.part is being packed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::runfile {

class PartNames {
public:
    /// Error: the path does not end in ".pcapng", or has no name before it.
    static wifi::Result<PartNames> of(const std::string& path);

    const std::string& current() const { return current_; }
    std::string plain(std::uint32_t number) const;   ///< from 1; with its folder
    std::string packed(std::uint32_t number) const;  ///< the same
    std::string packing(std::uint32_t number) const;

    enum class Form : std::uint8_t { plain, packed, packing };
    struct Closed {
        std::uint32_t number = 0;
        Form form = Form::plain;
    };
    /// Of a file's name without its folder; nothing where it is none of these.
    std::optional<Closed> closed(std::string_view file) const;

    struct Found {
        bool plain = false;
        bool packed = false;
        bool packing = false;
    };
    /// What of them lies in the folder, by number. A number that something else has, a folder say, has no form.
    std::map<std::uint32_t, Found> find() const;

private:
    std::string current_;
    std::string folder_;  // "." where the path has none
    std::string name_;    // "night"
};

}  // namespace wlanmedic::runfile
