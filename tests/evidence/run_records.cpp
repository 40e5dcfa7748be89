// SPDX-License-Identifier: MIT
#include "run_records.h"

#include <linux/genetlink.h>
#include <linux/nl80211.h>

#include <array>
#include <cstring>
#include <stdexcept>

#include "runfile/writer.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using runfile::Record;

constexpr std::uint16_t nl80211_family = 0x1c;

template <class T>
void put(std::vector<std::uint8_t>& bytes, T value) {
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof value);
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

class Message {
public:
    Message(std::uint16_t type, std::uint32_t sequence, std::uint8_t command) {
        put<std::uint32_t>(bytes_, 0);  // the length, in the end
        put<std::uint16_t>(bytes_, type);
        put<std::uint16_t>(bytes_, 0);
        put<std::uint32_t>(bytes_, sequence);
        put<std::uint32_t>(bytes_, 0);
        put<std::uint8_t>(bytes_, command);
        put<std::uint8_t>(bytes_, 1);
        put<std::uint16_t>(bytes_, 0);
    }
    template <class T>
    Message& with(std::uint16_t type, T value) {
        put<std::uint16_t>(bytes_, static_cast<std::uint16_t>(4 + sizeof value));
        put<std::uint16_t>(bytes_, type);
        put(bytes_, value);
        return padded();
    }
    Message& with_bytes(std::uint16_t type, std::string_view value) {
        put<std::uint16_t>(bytes_, static_cast<std::uint16_t>(4 + value.size()));
        put<std::uint16_t>(bytes_, type);
        bytes_.insert(bytes_.end(), value.begin(), value.end());
        return padded();
    }
    Record at(wifi::Duration when) {
        const auto length = static_cast<std::uint32_t>(bytes_.size());
        std::memcpy(bytes_.data(), &length, sizeof length);
        return {.instant = run_time(when), .what = runfile::NetlinkFrame{.bytes = bytes_}};
    }

private:
    Message& padded() {
        while (bytes_.size() % 4 != 0) bytes_.push_back(0);
        return *this;
    }
    std::vector<std::uint8_t> bytes_;
};

std::string mac_bytes(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 3)
        bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
    return bytes;
}

}  // namespace

wifi::Instant run_time(wifi::Duration after) { return utc("2026-05-07 02:40:00") + after; }

Record text_record(wifi::Duration when, runfile::Kind kind, std::string message, Fields fields) {
    return {.instant = run_time(when),
            .what = runfile::Text{.kind = kind, .message = std::move(message), .fields = std::move(fields)}};
}

Record kernel_record(wifi::Duration when, std::string message) {
    return text_record(when, runfile::Kind::kernel, std::move(message), {{"SYSLOG_IDENTIFIER", "kernel"}});
}

Record family_record(wifi::Duration when) {
    Message message(GENL_ID_CTRL, 1, CTRL_CMD_NEWFAMILY);
    message.with_bytes(CTRL_ATTR_FAMILY_NAME, std::string_view("nl80211\0", 8));
    return message.with(CTRL_ATTR_FAMILY_ID, nl80211_family).at(when);
}

Record interface_record(wifi::Duration when, std::string_view name) {
    Message message(nl80211_family, 2, NL80211_CMD_NEW_INTERFACE);
    message.with(NL80211_ATTR_IFINDEX, std::uint32_t{3});
    message.with_bytes(NL80211_ATTR_IFNAME, std::string(name) + '\0');
    message.with(NL80211_ATTR_WIPHY, std::uint32_t{0});
    message.with(NL80211_ATTR_IFTYPE, std::uint32_t{NL80211_IFTYPE_STATION});
    return message.with(NL80211_ATTR_WDEV, std::uint64_t{1}).at(when);
}

Record connect_record(wifi::Duration when, std::string_view bssid) {
    Message message(nl80211_family, 0, NL80211_CMD_CONNECT);
    message.with(NL80211_ATTR_WIPHY, std::uint32_t{0});
    message.with(NL80211_ATTR_IFINDEX, std::uint32_t{3});
    message.with_bytes(NL80211_ATTR_MAC, mac_bytes(bssid));
    return message.with(NL80211_ATTR_STATUS_CODE, std::uint16_t{0}).at(when);
}

Record disconnect_record(wifi::Duration when, std::uint16_t reason, bool by_access_point) {
    Message message(nl80211_family, 0, NL80211_CMD_DISCONNECT);
    message.with(NL80211_ATTR_WIPHY, std::uint32_t{0});
    message.with(NL80211_ATTR_IFINDEX, std::uint32_t{3});
    message.with(NL80211_ATTR_REASON_CODE, reason);
    if (by_access_point) message.with_bytes(NL80211_ATTR_DISCONNECTED_BY_AP, "");
    return message.at(when);
}

Record manifest_record(wifi::Duration when, std::string json) {
    return text_record(when, runfile::Kind::manifest, "wlanmedic 0.1.0 records",
                       {{"SYSLOG_IDENTIFIER", "wlanmedic"}, {"WLANMEDIC_MANIFEST", std::move(json)}});
}

std::vector<runfile::ReadRecord> numbered(std::vector<Record> records, std::uint64_t first) {
    std::vector<runfile::ReadRecord> read;
    for (Record& record : records) {
        record.sequence = first + read.size();
        read.push_back({.record = std::move(record), .frame = read.size() + 1});
    }
    return read;
}

std::string run_file_of(std::vector<Record> records, std::uint64_t first) {
    for (Record& record : records) record.sequence = first++;
    const TemporaryFolder folder;
    const std::string path = folder.path() / "run.pcapng";
    auto writer = runfile::Writer::create(path, "wlanmedic 0.1.0");
    if (!writer) throw std::runtime_error(writer.error().to_string());
    if (const auto done = writer->append(records); !done) throw std::runtime_error(done.error().to_string());
    return contents(path);
}

std::string pcap_of(const std::vector<Record>& records, std::uint32_t link_type) {
    std::vector<std::uint8_t> bytes;
    for (const std::uint32_t word : {0xA1B2C3D4U, 0x00040002U, 0U, 0U, 262'144U, link_type}) put(bytes, word);
    for (const Record& record : records) {
        const auto* frame = std::get_if<runfile::NetlinkFrame>(&record.what);
        if (frame == nullptr) continue;
        const auto since =
            std::chrono::duration_cast<std::chrono::microseconds>(record.instant.time_since_epoch());
        put(bytes, static_cast<std::uint32_t>(since.count() / 1'000'000));
        put(bytes, static_cast<std::uint32_t>(since.count() % 1'000'000));
        const auto size = static_cast<std::uint32_t>(16 + frame->bytes.size());
        put(bytes, size);
        put(bytes, size);
        // To all listeners, as nlmon tells it: outgoing, ARPHRD_NETLINK, no address, generic.
        for (const std::uint8_t byte :
             std::to_array<std::uint8_t>({0, 4, 3, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16}))
            bytes.push_back(byte);
        bytes.insert(bytes.end(), frame->bytes.begin(), frame->bytes.end());
    }
    return {bytes.begin(), bytes.end()};
}

}  // namespace wlanmedic::evidence
