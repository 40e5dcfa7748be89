// SPDX-License-Identifier: MIT
#include "lab/guest/hwsim.h"

#include <fmt/format.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include <array>
#include <cstring>

namespace wlanmedic::lab {
namespace {

// drivers/net/wireless/mac80211_hwsim.h, which Debian does not install.
enum Command : std::uint8_t {
    command_register = 1,
    command_frame = 2,
    command_tx_info_frame = 3,
    command_new_radio = 4,
    command_del_radio = 5,
    command_add_mac_addr = 7,
    command_del_mac_addr = 8,
};
enum Attribute : int {
    attr_addr_receiver = 1,
    attr_addr_transmitter = 2,
    attr_frame = 3,
    attr_flags = 4,
    attr_rx_rate = 5,
    attr_signal = 6,
    attr_tx_info = 7,
    attr_cookie = 8,
    attr_channels = 9,
    attr_support_p2p_device = 14,
    attr_radio_name = 17,
    attr_freq = 19,
    attr_perm_addr = 22,
    attr_most = 64,
};
constexpr std::uint32_t flag_no_ack = 1U << 1;
constexpr std::uint32_t flag_stat_ack = 1U << 2;

constexpr std::size_t tries = 4;     // IEEE80211_TX_MAX_RATES
constexpr std::size_t try_size = 2;  // struct hwsim_tx_rate
constexpr int socket_buffer = 4 << 20;

wifi::Error problem(std::string what, int code) {
    return {.what = fmt::format("{}: {}", what, nl_geterror(code)), .hint = "is mac80211_hwsim loaded?"};
}

struct FreeSocket {
    void operator()(nl_sock* socket) const { nl_socket_free(socket); }
};
using SocketPointer = std::unique_ptr<nl_sock, FreeSocket>;

struct FreeMessage {
    void operator()(nl_msg* message) const { nlmsg_free(message); }
};
using Message = std::unique_ptr<nl_msg, FreeMessage>;

struct Connected {
    SocketPointer socket;
    int family = -1;
};

wifi::Result<Connected> connect() {
    Connected connected{.socket = SocketPointer{nl_socket_alloc()}};
    if (const int code = genl_connect(connected.socket.get()); code < 0)
        return std::unexpected(problem("cannot open generic netlink", code));
    connected.family = genl_ctrl_resolve(connected.socket.get(), "MAC80211_HWSIM");
    if (connected.family < 0)
        return std::unexpected(problem("no netlink family MAC80211_HWSIM", connected.family));
    return connected;
}

Message make_message(int family, Command command, std::size_t room = 512) {
    Message message{nlmsg_alloc_size(room)};
    genlmsg_put(message.get(), NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, NLM_F_REQUEST, command, 1);
    return message;
}

// The kernel answers NEW_RADIO with the number of the radio as a positive error code.
wifi::Result<void> ask(Connected& connected, Message message, const char* what) {
    int answer = 0;
    nl_socket_modify_err_cb(
        connected.socket.get(), NL_CB_CUSTOM,
        [](sockaddr_nl*, nlmsgerr* error, void* result) {
            *static_cast<int*>(result) = error->error;
            return static_cast<int>(NL_STOP);
        },
        &answer);
    nlmsg_hdr(message.get())->nlmsg_flags |= NLM_F_ACK;
    int code = nl_send_auto(connected.socket.get(), message.get());
    if (code >= 0) code = nl_recvmsgs_default(connected.socket.get());
    if (answer < 0)
        return std::unexpected(wifi::Error{.what = fmt::format("{}: {}", what, std::strerror(-answer))});
    if (code < 0 && answer == 0) return std::unexpected(problem(what, code));
    return {};
}

// Those of radios are whole; one that is not stays out, and the kernel refuses the message.
void put_address(nl_msg* message, Attribute attribute, const wifi::MacAddress& address) {
    if (const auto octets = address.octets()) nla_put(message, attribute, octets->size(), octets->data());
}

std::span<const std::uint8_t> bytes_of(const nlattr* attribute) {
    return {static_cast<const std::uint8_t*>(nla_data(attribute)), static_cast<std::size_t>(nla_len(attribute))};
}

std::optional<wifi::MacAddress> address_of(const nlattr* attribute) {
    if (attribute == nullptr) return std::nullopt;
    return wifi::MacAddress::from_octets(bytes_of(attribute));
}

}  // namespace

bool SentFrame::wants_acknowledgement() const { return (flags & flag_no_ack) == 0; }

struct Registration::Socket {
    SocketPointer socket;
    int family = -1;
};

wifi::Result<std::unique_ptr<Registration>> Registration::make(Loop& loop, Calls calls) {
    auto connected = connect();
    if (!connected) return std::unexpected(connected.error());
    nl_sock* socket = connected->socket.get();
    nl_socket_disable_seq_check(socket);
    nl_socket_disable_auto_ack(socket);
    nl_socket_set_buffer_size(socket, socket_buffer, socket_buffer);
    nl_socket_set_msg_buf_size(socket, 1U << 16);
    nl_socket_set_nonblocking(socket);
    const Message message = make_message(connected->family, command_register);
    if (const int code = nl_send_auto(socket, message.get()); code < 0)
        return std::unexpected(problem("cannot register as the medium", code));
    auto held =
        std::make_unique<Socket>(Socket{.socket = std::move(connected->socket), .family = connected->family});
    return std::unique_ptr<Registration>(new Registration(loop, std::move(calls), std::move(held)));
}

Registration::Registration(Loop& loop, Calls calls, std::unique_ptr<Socket> socket)
    : loop_(loop), calls_(std::move(calls)), socket_(std::move(socket)) {
    nl_sock* raw = socket_->socket.get();
    nl_socket_modify_cb(
        raw, NL_CB_VALID, NL_CB_CUSTOM,
        [](nl_msg* message, void* self) {
            auto& registration = *static_cast<Registration*>(self);
            nlmsghdr* header = nlmsg_hdr(message);
            if (header->nlmsg_type != registration.socket_->family) return static_cast<int>(NL_OK);
            auto* generic = static_cast<genlmsghdr*>(nlmsg_data(header));
            std::array<nlattr*, attr_most + 1> found{};
            if (nla_parse(found.data(), attr_most, genlmsg_attrdata(generic, 0), genlmsg_attrlen(generic, 0),
                          nullptr) < 0)
                return static_cast<int>(NL_OK);
            const auto radio = address_of(found[attr_addr_transmitter]);
            if (!radio) return static_cast<int>(NL_OK);
            if (generic->cmd == command_add_mac_addr || generic->cmd == command_del_mac_addr) {
                if (const auto address = address_of(found[attr_addr_receiver]))
                    registration.calls_.address(*radio, *address, generic->cmd == command_add_mac_addr);
            } else if (generic->cmd == command_frame && found[attr_frame] != nullptr) {
                SentFrame frame{.radio = *radio, .bytes = {}, .tries = {}};
                const auto bytes = bytes_of(found[attr_frame]);
                frame.bytes.assign(bytes.begin(), bytes.end());
                if (found[attr_flags] != nullptr) frame.flags = nla_get_u32(found[attr_flags]);
                if (found[attr_freq] != nullptr) frame.frequency = nla_get_u32(found[attr_freq]);
                if (found[attr_cookie] != nullptr) frame.cookie = nla_get_u64(found[attr_cookie]);
                if (found[attr_tx_info] != nullptr) {
                    const auto rates = bytes_of(found[attr_tx_info]);
                    frame.tries.assign(rates.begin(), rates.end());
                }
                registration.calls_.sent(std::move(frame));
            }
            return static_cast<int>(NL_OK);
        },
        this);
    loop_.watch(nl_socket_get_fd(raw), [this] { drain(); });
}

void Registration::drain() {
    while (nl_recvmsgs_default(socket_->socket.get()) >= 0) {
    }
}

Registration::~Registration() { loop_.forget(nl_socket_get_fd(socket_->socket.get())); }

void Registration::deliver(const HwsimAddress& to, std::span<const std::uint8_t> bytes, int signal_dbm,
                           std::uint32_t frequency) {
    const Message message = make_message(socket_->family, command_frame, bytes.size() + 512);
    put_address(message.get(), attr_addr_receiver, to);
    nla_put(message.get(), attr_frame, static_cast<int>(bytes.size()), bytes.data());
    nla_put_u32(message.get(), attr_rx_rate, 1);
    nla_put_u32(message.get(), attr_signal, static_cast<std::uint32_t>(signal_dbm));
    if (frequency != 0) nla_put_u32(message.get(), attr_freq, frequency);
    nl_send_auto(socket_->socket.get(), message.get());
}

void Registration::report(const SentFrame& frame, bool acknowledged) {
    std::vector<std::uint8_t> done = frame.tries;
    done.resize(tries * try_size, 0xff);
    // One try is enough where it is acknowledged; else all were made.
    if (acknowledged) {
        done[1] = 1;
        for (std::size_t i = 1; i < tries; ++i) {
            done[i * try_size] = 0xff;
            done[i * try_size + 1] = 0;
        }
    }
    const Message message = make_message(socket_->family, command_tx_info_frame);
    put_address(message.get(), attr_addr_transmitter, frame.radio);
    nla_put_u32(message.get(), attr_flags, acknowledged ? frame.flags | flag_stat_ack : frame.flags);
    nla_put_u32(message.get(), attr_signal, static_cast<std::uint32_t>(-30));
    nla_put(message.get(), attr_tx_info, static_cast<int>(done.size()), done.data());
    nla_put_u64(message.get(), attr_cookie, frame.cookie);
    nl_send_auto(socket_->socket.get(), message.get());
}

wifi::Result<void> make_radio(const wifi::MacAddress& address) {
    auto connected = connect();
    if (!connected) return std::unexpected(connected.error());
    Message message = make_message(connected->family, command_new_radio);
    nla_put_u32(message.get(), attr_channels, 1);
    nla_put_flag(message.get(), attr_support_p2p_device);
    put_address(message.get(), attr_perm_addr, address);
    return ask(*connected, std::move(message), "cannot make a radio");
}

wifi::Result<void> remove_radio(const std::string& phy) {
    auto connected = connect();
    if (!connected) return std::unexpected(connected.error());
    Message message = make_message(connected->family, command_del_radio);
    nla_put_string(message.get(), attr_radio_name, phy.c_str());
    return ask(*connected, std::move(message), "cannot remove the radio");
}

}  // namespace wlanmedic::lab
