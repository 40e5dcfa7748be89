// SPDX-License-Identifier: MIT
#include "lab/air/frame.h"

#include <algorithm>
#include <array>

namespace wlanmedic::lab {
namespace {

constexpr std::array<std::string_view, frame_classes> class_names = {
    "beacon",
    "probe-request",
    "probe-response",
    "authentication",
    "association-request",
    "association-response",
    "deauthentication",
    "disassociation",
    "action",
    "other-management",
    "acknowledgement",
    "control",
    "null",
    "eapol",
    "data",
};

constexpr std::string_view data_alone = "payload";

constexpr std::size_t index_of(FrameClass frame_class) { return static_cast<std::size_t>(frame_class); }

FrameSet set_of(FrameClass frame_class) { return FrameSet{}.set(index_of(frame_class)); }

FrameSet set_between(FrameClass first, FrameClass last) {
    FrameSet set;
    for (std::size_t i = index_of(first); i <= index_of(last); ++i) set.set(i);
    return set;
}

// First octet of frame control: subtype (4 bits), type (2), protocol version (2).
constexpr unsigned version_of(std::uint8_t octet) { return octet & 0x03U; }
constexpr unsigned type_of(std::uint8_t octet) { return (octet >> 2U) & 0x03U; }
constexpr unsigned subtype_of(std::uint8_t octet) { return octet >> 4U; }

constexpr unsigned type_management = 0;
constexpr unsigned type_control = 1;
constexpr unsigned type_data = 2;

// Second octet of frame control.
constexpr std::uint8_t flag_to_ds = 0x01;
constexpr std::uint8_t flag_from_ds = 0x02;
constexpr std::uint8_t flag_retry = 0x08;
constexpr std::uint8_t flag_power_management = 0x10;
constexpr std::uint8_t flag_protected = 0x40;
constexpr std::uint8_t flag_order = 0x80;

constexpr unsigned subtype_data_without_body = 0x4;
constexpr unsigned subtype_qos = 0x8;
constexpr std::uint8_t qos_a_msdu_present = 0x80;

constexpr std::size_t control_header = 10;
constexpr std::size_t control_header_with_sender = 16;
constexpr std::size_t header = 24;

FrameClass class_of_management(unsigned subtype) {
    switch (subtype) {
        case 0:
        case 2: return FrameClass::association_request;
        case 1:
        case 3: return FrameClass::association_response;
        case 4: return FrameClass::probe_request;
        case 5: return FrameClass::probe_response;
        case 8: return FrameClass::beacon;
        case 10: return FrameClass::disassociation;
        case 11: return FrameClass::authentication;
        case 12: return FrameClass::deauthentication;
        case 13:
        case 14: return FrameClass::action;
        default: return FrameClass::other_management;
    }
}

constexpr unsigned subtype_control_wrapper = 7;
constexpr unsigned subtype_clear_to_send = 12;
constexpr unsigned subtype_acknowledgement = 13;

// Behind address 1, a wrapper has the frame control of what it carries.
constexpr bool names_its_sender(unsigned control_subtype) {
    return control_subtype != subtype_control_wrapper && control_subtype != subtype_clear_to_send &&
           control_subtype != subtype_acknowledgement;
}

FrameClass class_of_data(unsigned subtype, std::uint8_t flags, std::span<const std::uint8_t> bytes) {
    if ((subtype & subtype_data_without_body) != 0) return FrameClass::null;
    if ((flags & flag_protected) != 0) return FrameClass::data;
    std::size_t body = header;
    if ((flags & flag_to_ds) != 0 && (flags & flag_from_ds) != 0) body += 6;
    if ((subtype & subtype_qos) != 0) {
        // An A-MSDU begins with addresses, which somebody may have chosen to look like LLC.
        if (body >= bytes.size() || (bytes[body] & qos_a_msdu_present) != 0) return FrameClass::data;
        body += 2;
        if ((flags & flag_order) != 0) body += 4;
    }
    constexpr std::array<std::uint8_t, 8> llc_eapol = {0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00, 0x88, 0x8e};
    if (bytes.size() < body + llc_eapol.size()) return FrameClass::data;
    return std::ranges::equal(bytes.subspan(body, llc_eapol.size()), llc_eapol) ? FrameClass::eapol
                                                                                : FrameClass::data;
}

wifi::MacAddress address_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
    return *wifi::MacAddress::from_octets(bytes.subspan(offset, 6));
}

wifi::MacAddress bssid_of_data(std::uint8_t flags, std::span<const std::uint8_t> bytes) {
    const bool to_ds = (flags & flag_to_ds) != 0;
    const bool from_ds = (flags & flag_from_ds) != 0;
    if (to_ds && from_ds) return {};
    if (to_ds) return address_at(bytes, 4);
    if (from_ds) return address_at(bytes, 10);
    return address_at(bytes, 16);
}

}  // namespace

std::string_view to_text(FrameClass frame_class) { return class_names.at(index_of(frame_class)); }

std::optional<FrameClass> frame_class_from_text(std::string_view text) {
    const auto found = std::ranges::find(class_names, text);
    if (found == class_names.end()) return std::nullopt;
    return static_cast<FrameClass>(found - class_names.begin());
}

std::optional<FrameSet> frame_set_from_text(std::string_view text) {
    if (text == "all") return FrameSet{}.set();
    if (text == "management") return set_between(FrameClass::beacon, FrameClass::other_management);
    if (text == "data") return set_between(FrameClass::null, FrameClass::data);
    if (text == data_alone) return set_of(FrameClass::data);
    const auto frame_class = frame_class_from_text(text);
    if (!frame_class) return std::nullopt;
    return set_of(*frame_class);
}

std::vector<std::string_view> names_of(const FrameSet& set) {
    if (set.all()) return {"all"};
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < frame_classes; ++i)
        if (set.test(i)) names.push_back(i == index_of(FrameClass::data) ? data_alone : class_names.at(i));
    return names;
}

std::optional<Frame> view_frame(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < control_header || version_of(bytes[0]) != 0) return std::nullopt;
    const unsigned type = type_of(bytes[0]);
    const unsigned subtype = subtype_of(bytes[0]);
    const std::uint8_t flags = bytes[1];
    if (type != type_control && bytes.size() < header) return std::nullopt;

    Frame frame;
    frame.is_protected = (flags & flag_protected) != 0;
    frame.retry = (flags & flag_retry) != 0;
    frame.power_management = (flags & flag_power_management) != 0;
    frame.group = (bytes[4] & 0x01U) != 0;
    frame.to = address_at(bytes, 4);
    switch (type) {
        case type_management:
            frame.frame_class = class_of_management(subtype);
            frame.from = address_at(bytes, 10);
            frame.bssid = address_at(bytes, 16);
            return frame;
        case type_control:
            frame.frame_class =
                subtype == subtype_acknowledgement ? FrameClass::acknowledgement : FrameClass::control;
            if (names_its_sender(subtype) && bytes.size() >= control_header_with_sender)
                frame.from = address_at(bytes, 10);
            return frame;
        case type_data:
            frame.frame_class = class_of_data(subtype, flags, bytes);
            frame.from = address_at(bytes, 10);
            frame.to_ds = (flags & flag_to_ds) != 0;
            frame.from_ds = (flags & flag_from_ds) != 0;
            frame.bssid = bssid_of_data(flags, bytes);
            return frame;
        default: return std::nullopt;
    }
}

}  // namespace wlanmedic::lab
