// SPDX-License-Identifier: MIT
// What an access point says of security: the RSN element, IEEE 802.11-2020, 9.4.2.24.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wlanmedic::wifi {

/// Suites by name ("CCMP-128", "SAE"); those without one here as "00-0f-ac:99".
struct RsnElement {
    std::uint16_t version = 0;
    std::optional<std::string> group_cipher;
    std::vector<std::string> pairwise_ciphers;
    std::vector<std::string> key_managements;
    bool pmf_required = false;  ///< MFPR
    bool pmf_capable = false;   ///< MFPC
    std::optional<std::string> group_management_cipher;
};

/// `body`: behind element id and length. Every field behind the version may be missing, also in the middle of one:
/// what is whole is told. Nothing where not even a version is there.
std::optional<RsnElement> decode_rsn_element(std::span<const std::uint8_t> body);

/// The body of the first element with this id in a row of elements (9.4.2.1); nothing where there is none, or
/// where the row breaks off before it.
std::optional<std::span<const std::uint8_t>> find_element(std::span<const std::uint8_t> elements, std::uint8_t id);

}  // namespace wlanmedic::wifi
