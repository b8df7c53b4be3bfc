// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "base/log.hpp"
#include "config/cli.hpp"
#include "config/load.hpp"
#include "config/paths.hpp"
#include "server/server.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <optional>
#include <ranges>
#include <string>

namespace exwm_vr {
namespace {

constexpr int exit_failure = 1;

/// The environment goes before the config: it is what people try things with.
gpu::Wish gpu_wish(const config::Graphics& config) {
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value != nullptr ? value : "");
    };
    gpu::Wish wish{
        .render = config.render_node,
        .render_by = "the config",
        .cards = config.cards,
        .cards_by = "the config",
    };
    if (const auto render = variable("WLR_RENDER_DRM_DEVICE"); !render.empty()) {
        wish.render = render;
        wish.render_by = "WLR_RENDER_DRM_DEVICE";
    }
    if (const auto cards = variable("WLR_DRM_DEVICES"); !cards.empty()) {
        wish.cards.clear();
        for (const auto card : std::views::split(cards, ':')) {
            wish.cards.emplace_back(std::string_view(card));
        }
        wish.cards_by = "WLR_DRM_DEVICES";
    }
    return wish;
}

server::GraphicsWish
graphics_wish(const config::Invocation& invocation, const config::Graphics& graphics) {
    server::GraphicsWish wish;
    if (invocation.headless) {
        wish.backend = server::BackendKind::headless;
    } else if (invocation.nested) {
        wish.backend = server::BackendKind::nested;
    }
    switch (invocation.renderer) {
    case config::RendererChoice::automatic:
        wish.renderer = server::RendererKind::automatic;
        break;
    case config::RendererChoice::pixman:
        wish.renderer = server::RendererKind::pixman;
        break;
    case config::RendererChoice::gles2:
        wish.renderer = server::RendererKind::gles2;
        break;
    case config::RendererChoice::vulkan:
        wish.renderer = server::RendererKind::vulkan;
        break;
    }
    wish.require_gpu = invocation.require_gpu;
    wish.gpus = gpu_wish(graphics);
    return wish;
}

/// The file that was named, else the one in the XDG folders, else the defaults.
Result<config::Config> load_config(const std::filesystem::path& named) {
    if (!named.empty()) {
        return config::load(named);
    }
    const auto found = config::find_config_file();
    return found ? config::load(*found) : config::default_config();
}

int run(int argc, char** argv) {
    const auto invocation = config::parse_command_line(argc, argv);
    if (!invocation) {
        const auto& exit = invocation.error();
        std::fputs(exit.text.c_str(), exit.to_stderr ? stderr : stdout);
        return exit.status;
    }
    log::set_level(invocation->log_level);
    if (invocation->dump_config) {
        std::fputs(config::dump(config::default_config()).c_str(), stdout);
        return 0;
    }
    const auto file = invocation->config_file;
    auto config = load_config(file);
    std::string config_error;
    if (!config) {
        if (!invocation->lenient_config || invocation->check_config) {
            print_to(stderr, "{}\n", config.error().message);
            return exit_failure;
        }
        config_error = config.error().message;
        config = config::default_config();
    }
    if (invocation->check_config) {
        return 0;
    }
    const auto graphics = graphics_wish(*invocation, config->graphics);
    auto server = server::Server::start({
        .config = std::move(*config),
        .load_config = [file] { return load_config(file); },
        .lenient_config = invocation->lenient_config,
        .config_error = std::move(config_error),
        .graphics = graphics,
        .outputs = invocation->outputs,
        .socket = invocation->socket,
        .ipc_socket = invocation->ipc_socket,
        .command = invocation->command,
        .exit_with_command = invocation->exit_with_command,
        .ready_fd = Fd(invocation->ready_fd),
    });
    if (!server) {
        print_to(stderr, "exwm-vr: {}\n", server.error().message);
        return exit_failure;
    }
    return (*server)->run();
}

} // namespace
} // namespace exwm_vr

int main(int argc, char** argv) {
    try {
        return exwm_vr::run(argc, argv);
    } catch (const std::exception& exception) {
        exwm_vr::log::panic(exception.what());
    }
}
