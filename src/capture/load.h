// SPDX-License-Identifier: MIT
// The load that the user asked for: a paced stream of TCP to `wlanmedic sink` on another machine. Nothing is sent
// anywhere else (name resolution aside), and nothing but a greeting until the sink has answered. Records `load`.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/aside.h"
#include "capture/load_protocol.h"
#include "capture/load_target.h"
#include "capture/load_watch.h"
#include "capture/source.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {

struct LoadOptions {
    LoadTarget target;
    std::uint64_t rate = 0;  ///< bytes per second
    wifi::Duration every = std::chrono::seconds{60};
    /// The name, now, of the interface that it goes out of; empty: as the machine's routes say; an error: of none,
    /// the load is unreachable for this reason. Asked anew for each connection. Not set: as the routes say.
    std::function<wifi::Result<std::string>()> interface;
};

class Load : public Source {
public:
    explicit Load(LoadOptions options) : options_(std::move(options)) {}
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() override;

    std::string_view name() const override { return "load"; }
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void tell_state() override;
    /// Puts the end on the tape and closes the connection; the destructor does it too.
    void finish() override;

    static constexpr wifi::Duration tick = std::chrono::milliseconds{100};
    static constexpr wifi::Duration first_wait = std::chrono::seconds{1};
    static constexpr wifi::Duration longest_wait = std::chrono::seconds{10};
    static constexpr wifi::Duration longest_connect = std::chrono::seconds{5};

private:
    struct Address {
        sockaddr_storage address;
        socklen_t size;
    };
    struct Resolved;
    enum class Phase : std::uint8_t { idle, connecting, greeting, sending };

    void resolve();
    void connect();
    void on_socket(std::uint32_t events);
    void on_bytes(std::string_view bytes);
    void send();
    void lost(const std::string& why);
    void close();
    void wait_for_interval();
    void put(const std::optional<LoadTold>& told);

    LoadOptions options_;
    Surroundings to_;
    std::unique_ptr<Aside> resolver_;
    std::vector<Address> addresses_;
    std::size_t next_address_ = 0;
    std::string interface_;  // of the connection that is there
    posix::Descriptor socket_;
    Phase phase_ = Phase::idle;
    Wait on_socket_;
    Wait timer_;  // to connect, to send, to look
    Wait interval_;
    wifi::Duration back_off_{0};
    std::string greeting_;
    Acknowledgements acknowledgements_;
    std::uint64_t sent_ = 0;          // of this connection
    std::uint64_t acknowledged_ = 0;  // of this connection
    double allowance_ = 0;            // bytes that may be sent now
    wifi::Duration filled_{0};        // when the allowance was reckoned
    std::optional<LoadWatch> watch_;
};

}  // namespace wlanmedic::capture
